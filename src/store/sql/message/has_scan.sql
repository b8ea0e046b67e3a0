-- Did this photo come in this chat?
-- in: chat, scan
-- out: 1
-- rows: one or none
SELECT 1 FROM message WHERE chat = $1 AND scan = $2 LIMIT 1
