-- A scan lies sealed in a pack.
-- in: id, application or null, contact or null, requirement or null, type, size, sha256, pack, pack_at, pack_size, key, now, source, file_name
-- out: nothing
-- rows: none
INSERT INTO scan (id, application, contact, requirement, type, size, sha256, pack, pack_at, pack_size, key, created_at, source, file_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
