-- A wrong password.
-- in: id, failed in a row, locked until
-- out: nothing
-- rows: none
UPDATE officer SET failed = $2, locked_until = $3 WHERE id = $1
