-- A machine gets a key; an older one of the same name ends.
-- in: name, role, token hash, now
-- out: id
-- rows: one
INSERT INTO api_token (name, role, token_hash, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET role = excluded.role, token_hash = excluded.token_hash,
  created_at = excluded.created_at, revoked_at = NULL
RETURNING id
