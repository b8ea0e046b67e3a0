-- It may have been sent: wait for a status before anything else.
-- in: id, due_at
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'unknown', due_at = $2 WHERE id = $1
