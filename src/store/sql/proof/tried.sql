-- A wrong code was typed.
-- in: token hash
-- out: nothing
-- rows: none
UPDATE proof SET tries = tries + 1 WHERE token_hash = $1
