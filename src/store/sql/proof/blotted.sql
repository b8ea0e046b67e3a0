-- The message with the code is blotted out.
-- in: token hash
-- out: nothing
-- rows: none
UPDATE proof SET outbox = NULL WHERE token_hash = $1
