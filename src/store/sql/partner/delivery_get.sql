-- One delivery.
-- in: id
-- out: partner, webhook_id, kind, body, state, tries, created_at, due_at, done_at, status, problem
-- rows: one or none
SELECT partner, webhook_id, kind, body, state, tries, created_at, due_at, done_at, status, problem FROM delivery WHERE id = $1
