-- A status came before the answer to our call.
-- in: wamid, status, code, now
-- out: nothing
-- rows: none
INSERT INTO early_status (wamid, status, code, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
