-- WhatsApp knows that everything up to now was read.
-- in: chat
-- out: nothing
-- rows: none
UPDATE message SET status = 3 WHERE chat = $1 AND direction = 'in' AND status = 0
