-- A status moves forward only; failed only before anything was delivered.
-- in: number id, wamid, status
-- out: nothing
-- rows: none
UPDATE message SET status = CASE WHEN $3 = 9 AND status >= 2 THEN status ELSE MAX(status, $3) END
WHERE number_id = $1 AND wamid = $2 AND status < 9
