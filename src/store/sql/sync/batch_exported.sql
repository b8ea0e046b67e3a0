-- A batch was carried out of the house.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE sync_batch SET exported_at = $2 WHERE id = $1
