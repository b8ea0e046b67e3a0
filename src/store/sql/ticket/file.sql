-- The file a ticket is about.
-- in: id, application number
-- out: nothing
-- rows: none
UPDATE ticket SET application = $2 WHERE id = $1
