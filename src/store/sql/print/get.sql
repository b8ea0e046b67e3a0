-- One ticket to print.
-- in: id
-- out: ticket, url, state, tries, created_at
-- rows: one or none
SELECT ticket, url, state, tries, created_at FROM print_job WHERE id = $1
