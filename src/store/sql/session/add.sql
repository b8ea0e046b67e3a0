-- An officer came in, or gave the right password and owes a code.
-- in: token hash, officer, csrf, now, 1 when the code is missing
-- out: nothing
-- rows: none
INSERT INTO session (token_hash, officer, csrf, created_at, seen_at, needs_code) VALUES ($1, $2, $3, $4, $4, $5)
