-- The name a citizen shows on WhatsApp is erased.
-- in: id
-- out: nothing
-- rows: none
UPDATE contact SET name = NULL WHERE id = $1
