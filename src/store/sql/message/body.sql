-- The words of a message are replaced (an edit, a masked number).
-- in: id, body
-- out: nothing
-- rows: none
UPDATE message SET body = $2 WHERE id = $1 AND erased_at IS NULL
