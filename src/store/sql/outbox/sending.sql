-- About to be sent: from here on its outcome may be unknown.
-- in: id, due_at when the outcome is taken as unknown
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'sending', tries = tries + 1, due_at = $2 WHERE id = $1 AND state IN ('waiting', 'unknown')
