-- What came of a try.
-- in: id, state, due_at, done_at, status, problem
-- out: nothing
-- rows: none
UPDATE delivery SET state = $2, due_at = $3, done_at = $4, status = $5, problem = $6 WHERE id = $1
