-- A message of ours will not arrive.
-- in: outbox
-- out: nothing
-- rows: none
UPDATE message SET status = 9 WHERE outbox = $1 AND status < 2
