-- A draft was given up for another: its photos belong to the citizen again.
-- in: application
-- out: nothing
-- rows: none
UPDATE scan SET application = NULL, requirement = NULL WHERE application = $1
