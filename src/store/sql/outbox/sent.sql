-- WhatsApp took it.
-- in: id, wamid, now
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'sent', wamid = $2, sent_at = $3 WHERE id = $1
