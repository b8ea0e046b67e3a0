-- The token of the status page, once the id it is made from is known.
-- in: id, status hash
-- out: nothing
-- rows: none
UPDATE application SET status_hash = $2 WHERE id = $1
