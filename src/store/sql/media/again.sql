-- Not now.
-- in: id, due_at
-- out: nothing
-- rows: none
UPDATE media SET tries = tries + 1, due_at = $2 WHERE id = $1
