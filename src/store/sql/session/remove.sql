-- An officer left.
-- in: token hash
-- out: nothing
-- rows: none
DELETE FROM session WHERE token_hash = $1
