-- A code counted, and wrong ones before it are forgotten; no row: that code or a later one has counted already.
-- in: id, step
-- out: nothing
-- rows: none
UPDATE officer SET totp_step = $2, failed = 0, locked_until = 0 WHERE id = $1 AND totp_step < $2
