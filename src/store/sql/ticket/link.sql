-- An application was entered for who holds this ticket.
-- in: id, number of the application
-- out: nothing
-- rows: none
UPDATE ticket SET application = $2 WHERE id = $1
