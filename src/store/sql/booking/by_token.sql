-- The booking of a personal link.
-- in: token hash
-- out: id
-- rows: one
SELECT id FROM booking WHERE token_hash = $1
