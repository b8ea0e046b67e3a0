-- This browser is forgotten.
-- in: token hash
-- out: nothing
-- rows: none
DELETE FROM visit WHERE token_hash = $1
