-- What a link opens.
-- in: token hash
-- out: kind, application, expires_at, used_at
-- rows: one or none
SELECT kind, application, expires_at, used_at FROM link WHERE token_hash = $1
