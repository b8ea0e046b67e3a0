-- A machine's key ends.
-- in: name, now
-- out: id
-- rows: one or none
UPDATE api_token SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL RETURNING id
