-- An officer's name and role.
-- in: id
-- out: login, name, role, disabled
-- rows: one or none
SELECT login, name, role, disabled FROM officer WHERE id = $1
