-- The waiting list, first come first.
-- in: limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE state = 'waiting' ORDER BY created_at, id LIMIT $1
