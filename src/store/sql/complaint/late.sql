-- Complaints whose time is over and that nobody was told of.
-- in: now, limit
-- out: id, ticket
-- rows: at most limit
SELECT id, ticket FROM complaint WHERE state <> 'dijawab' AND escalated_at = 0 AND due_at < $1 ORDER BY due_at, id LIMIT $2
