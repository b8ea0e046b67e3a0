-- A device is alive.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE device SET seen_at = $2 WHERE id = $1
