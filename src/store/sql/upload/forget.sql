-- An application was given up: what was on its way to it is destroyed, its part files' keys go with the rows.
-- in: application
-- out: nothing
-- rows: none
DELETE FROM upload WHERE application = $1
