-- A scan belongs to a requirement of an application.
-- in: id, application, requirement or null
-- out: nothing
-- rows: none
UPDATE scan SET application = $2, requirement = $3, replaced_at = NULL WHERE id = $1
