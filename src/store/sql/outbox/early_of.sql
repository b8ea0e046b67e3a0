-- Statuses that came early for a message.
-- in: wamid
-- out: status, code
-- rows: at most 5
SELECT status, code FROM early_status WHERE wamid = $1 ORDER BY status LIMIT 5
