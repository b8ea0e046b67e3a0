-- A draft that was begun and not touched: sent twice, or begun again.
-- in: contact, service
-- out: id
-- rows: one or none
SELECT id FROM application WHERE contact = $1 AND service = $2 AND state = 'draft' AND channel = 'web' AND version = 1 ORDER BY id DESC LIMIT 1
