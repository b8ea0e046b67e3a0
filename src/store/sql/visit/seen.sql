-- The browser came again.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE visit SET seen_at = $2 WHERE token_hash = $1
