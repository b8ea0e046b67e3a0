-- The oldest due file that nobody has taken.
-- in: nothing
-- out: number
-- rows: one or none
SELECT number FROM application WHERE state = 'submitted' AND owner = 0 ORDER BY due_at, id LIMIT 1
