-- Whose key is this.
-- in: token hash
-- out: id, name, role
-- rows: one or none
SELECT id, name, role FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL
