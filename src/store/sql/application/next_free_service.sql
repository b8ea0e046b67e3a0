-- The oldest due file of one service that nobody has taken.
-- in: service
-- out: number
-- rows: one or none
SELECT number FROM application WHERE service = $1 AND state = 'submitted' AND owner = 0 ORDER BY due_at, id LIMIT 1
