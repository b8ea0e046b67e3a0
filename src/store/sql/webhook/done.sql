-- A body's updates are all worked in.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE webhook SET done_at = $2 WHERE id = $1
