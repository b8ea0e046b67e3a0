-- A ticket goes to the printer.
-- in: ticket, url, now
-- out: id
-- rows: one
INSERT INTO print_job (ticket, url, due_at, created_at) VALUES ($1, $2, $3, $3) RETURNING id
