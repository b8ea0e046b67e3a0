-- The photo of a message is stored.
-- in: id, scan
-- out: nothing
-- rows: none
UPDATE message SET scan = $2 WHERE id = $1
