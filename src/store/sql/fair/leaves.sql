-- Somebody leaves the line.
-- in: application
-- out: nothing
-- rows: none
DELETE FROM fair_wait WHERE application = $1
