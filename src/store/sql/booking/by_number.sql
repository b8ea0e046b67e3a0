-- The booking of a number.
-- in: number
-- out: id
-- rows: one
SELECT id FROM booking WHERE number = $1
