-- Since when the oldest unfinished work waits, for the doctor.
-- in: now
-- out: webhook received_at, message due_at, photo due_at; 0 where none waits
-- rows: one
SELECT COALESCE((SELECT MIN(received_at) FROM webhook WHERE done_at IS NULL), 0),
       COALESCE((SELECT MIN(due_at) FROM outbox WHERE state IN ('waiting', 'sending', 'unknown') AND due_at <= $1), 0),
       COALESCE((SELECT MIN(due_at) FROM media WHERE done_at IS NULL AND due_at <= $1), 0)
