-- The second factor is asked for from now on, or no more.
-- in: id, 1 or 0, step of the code that showed it
-- out: nothing
-- rows: none
UPDATE officer SET totp_on = $2, totp_step = $3 WHERE id = $1
