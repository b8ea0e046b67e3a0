-- The oldest bodies nobody worked on.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM webhook WHERE done_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2
