-- A ticket shall be told of in this chat.
-- in: id, person, chat or null
-- out: nothing
-- rows: none
UPDATE ticket SET person = $2, chat = $3 WHERE id = $1
