-- Nobody comes in with this login until then; 0: wrong ones are forgotten.
-- in: id, failed in a row, locked until
-- out: nothing
-- rows: none
UPDATE officer SET failed = $2, locked_until = $3 WHERE id = $1
