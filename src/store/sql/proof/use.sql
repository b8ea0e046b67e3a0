-- The code was right; it is spent.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE proof SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL
