-- Tickets that wait for the printer.
-- in: now, limit
-- out: id
-- rows: at most the limit
SELECT id FROM print_job WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2
