-- Something else of the file changed (a scan, an item): the slower of two officers is told.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE application SET version = version + 1, changed_at = $2 WHERE id = $1
