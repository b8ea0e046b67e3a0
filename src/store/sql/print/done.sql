-- What came of it.
-- in: id, state, problem, tries, due_at
-- out: nothing
-- rows: none
UPDATE print_job SET state = $2, problem = $3, tries = $4, due_at = $5 WHERE id = $1 AND state = 'waiting'
