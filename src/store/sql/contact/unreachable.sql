-- WhatsApp cannot reach this person.
-- in: id, at
-- out: nothing
-- rows: none
UPDATE contact SET unreachable_at = $2 WHERE id = $1
