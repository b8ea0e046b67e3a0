-- An upload by the token of its address.
-- in: token hash
-- out: id, application, requirement, file_name, metadata, length, here, sealed, key, expires_at, done_at
-- rows: one or none
SELECT id, application, requirement, file_name, metadata, length, here, sealed, key, expires_at, done_at
FROM upload WHERE token_hash = $1
