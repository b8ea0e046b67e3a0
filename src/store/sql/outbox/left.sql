-- What a worker that died was sending: it may have been sent.
-- in: due_at
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'unknown', due_at = MIN(due_at, $1) WHERE state = 'sending'
