-- An upload begins.
-- in: token hash, application, requirement, file_name, metadata, length, key, now, expires_at
-- out: id
-- rows: one
INSERT INTO upload (token_hash, application, requirement, file_name, metadata, length, key, created_at, touched_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) RETURNING id
