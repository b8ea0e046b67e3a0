-- It will not be sent.
-- in: id, code, problem
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'failed', code = $2, problem = $3 WHERE id = $1
