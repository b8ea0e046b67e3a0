-- Somebody else may hold the number now.
-- in: id, at
-- out: nothing
-- rows: none
UPDATE contact SET reverify_at = $2 WHERE id = $1
