-- Deliveries that are due.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM delivery WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2
