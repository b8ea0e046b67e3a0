-- How many of a kind wait before this one.
-- in: kind, created_at, id
-- out: n
-- rows: one
SELECT COUNT(*) FROM booking WHERE state = 'waiting' AND kind = $1 AND (created_at, id) < ($2, $3)
