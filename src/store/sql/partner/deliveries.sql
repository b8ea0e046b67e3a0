-- The latest deliveries.
-- in: id before, limit
-- out: id, partner, kind, state, tries, created_at, due_at, done_at, status, problem
-- rows: at most limit
SELECT id, partner, kind, state, tries, created_at, due_at, done_at, status, problem FROM delivery WHERE id < $1
ORDER BY id DESC LIMIT $2
