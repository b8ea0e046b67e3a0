-- A closure is lifted.
-- in: id
-- out: nothing
-- rows: none
DELETE FROM closure WHERE id = $1
