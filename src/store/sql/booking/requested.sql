-- Visits at home that nobody planned yet, oldest first.
-- in: limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE state = 'requested' ORDER BY created_at, id LIMIT $1
