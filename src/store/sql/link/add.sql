-- A link into a form.
-- in: token hash, kind, application, now, expires_at
-- out: nothing
-- rows: none
INSERT INTO link (token_hash, kind, application, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
