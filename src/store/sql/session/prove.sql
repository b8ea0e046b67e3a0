-- The code was right: the officer is in.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE session SET needs_code = 0, created_at = $2, seen_at = $2 WHERE token_hash = $1 AND needs_code = 1
