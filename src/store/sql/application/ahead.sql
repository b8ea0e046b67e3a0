-- How many stand before this one in the line.
-- in: due_at, id
-- out: count (at most 1000)
-- rows: one
SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE state = 'submitted' AND (due_at, id) < ($1, $2) LIMIT 1000)
