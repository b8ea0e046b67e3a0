-- A body could not be worked in now.
-- in: id, due_at
-- out: nothing
-- rows: none
UPDATE webhook SET tries = tries + 1, due_at = $2 WHERE id = $1
