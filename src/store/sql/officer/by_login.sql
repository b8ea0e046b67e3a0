-- An officer who wants to come in.
-- in: login
-- out: id, name, role, password, disabled, failed, locked_until
-- rows: one or none
SELECT id, name, role, password, disabled, failed, locked_until FROM officer WHERE login = $1
