-- The name behind a token's id.
-- in: id
-- out: name
-- rows: one or none
SELECT name FROM api_token WHERE id = $1
