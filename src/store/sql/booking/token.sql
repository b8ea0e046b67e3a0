-- The hash of its personal link.
-- in: id, token hash
-- out: nothing
-- rows: none
UPDATE booking SET token_hash = $2 WHERE id = $1
