-- A scan that is still to be looked at.
-- in: row
-- out: id, application, contact, requirement, type, size, sha256, pack, pack_at, pack_size, key
-- rows: one or none
SELECT id, application, contact, requirement, type, size, sha256, pack, pack_at, pack_size, key FROM scan
WHERE rowid = $1 AND look_at IS NOT NULL AND key IS NOT NULL
