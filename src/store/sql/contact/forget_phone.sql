-- A number moved to another WhatsApp account: the old holder keeps only the id.
-- in: phone
-- out: nothing
-- rows: none
UPDATE contact SET phone = NULL WHERE phone = $1
