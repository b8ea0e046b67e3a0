-- An officer came in.
-- in: token hash, officer, csrf, now
-- out: nothing
-- rows: none
INSERT INTO session (token_hash, officer, csrf, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)
