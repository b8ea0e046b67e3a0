-- The hold is over.
-- in: application
-- out: nothing
-- rows: none
DELETE FROM legal_hold WHERE application = $1
