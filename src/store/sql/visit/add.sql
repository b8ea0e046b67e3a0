-- A phone number was proved in this browser.
-- in: token hash, contact, now
-- out: nothing
-- rows: none
INSERT INTO visit (token_hash, contact, created_at, seen_at) VALUES ($1, $2, $3, $3)
