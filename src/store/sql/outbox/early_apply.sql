-- Statuses that came before the answer to our call.
-- in: outbox id, wamid
-- out: nothing
-- rows: none
UPDATE message SET status = MAX(status, (SELECT COALESCE(MAX(e.status), 0) FROM early_status e WHERE e.wamid = $2 AND e.status < 9))
WHERE outbox = $1
