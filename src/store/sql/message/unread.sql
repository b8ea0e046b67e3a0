-- The citizen's last message that carries no read mark of ours yet.
-- in: chat
-- out: wamid
-- rows: one or none
SELECT wamid FROM message WHERE chat = $1 AND direction = 'in' AND status = 0 AND wamid IS NOT NULL ORDER BY id DESC LIMIT 1
