-- The chat where a contact wrote last.
-- in: contact
-- out: id
-- rows: one or none
SELECT id FROM chat WHERE contact = $1 ORDER BY last_in_at DESC LIMIT 1
