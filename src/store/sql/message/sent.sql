-- What WhatsApp calls a message of ours.
-- in: outbox, wamid
-- out: nothing
-- rows: none
UPDATE message SET wamid = $2, status = MAX(status, 1) WHERE outbox = $1
