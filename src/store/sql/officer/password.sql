-- A new password; wrong ones are forgotten.
-- in: id, password
-- out: nothing
-- rows: none
UPDATE officer SET password = $2, failed = 0, locked_until = 0 WHERE id = $1
