-- The session was used.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE session SET seen_at = $2 WHERE token_hash = $1
