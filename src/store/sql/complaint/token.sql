-- The token of its page, once the id it is made from is known.
-- in: id, token hash
-- out: nothing
-- rows: none
UPDATE complaint SET token_hash = $2 WHERE id = $1
