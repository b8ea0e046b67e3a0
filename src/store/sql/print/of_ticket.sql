-- How the last printing of a ticket went.
-- in: ticket
-- out: state, problem
-- rows: one or none
SELECT state, problem FROM print_job WHERE ticket = $1 ORDER BY id DESC LIMIT 1
