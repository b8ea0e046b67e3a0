-- The message somebody quotes.
-- in: number id, wamid
-- out: id, chat, kind, scan, outbox
-- rows: one or none
SELECT id, chat, kind, scan, outbox FROM message WHERE number_id = $1 AND wamid = $2
