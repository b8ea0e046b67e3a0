-- Has this message come before?
-- in: number id, wamid
-- out: id
-- rows: one or none
SELECT id FROM message WHERE number_id = $1 AND wamid = $2
