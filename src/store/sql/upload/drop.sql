-- Given up, refused or run out.
-- in: id
-- out: nothing
-- rows: none
DELETE FROM upload WHERE id = $1
