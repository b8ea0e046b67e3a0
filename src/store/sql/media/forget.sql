-- WhatsApp may forget a photo that is stored here.
-- in: id, moment
-- out: nothing
-- rows: none
UPDATE media SET forget_at = $2 WHERE id = $1
