-- A phone is to be made known, another one than any before: no code of it was used yet.
-- in: id
-- out: nothing
-- rows: none
UPDATE officer SET totp_round = totp_round + 1, totp_step = 0 WHERE id = $1 AND totp_on = 0
