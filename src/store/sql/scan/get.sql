-- Where a scan lies and its wrapped key.
-- in: id
-- out: application, requirement, type, size, sha256, pack, pack_at, pack_size, key, contact, replaced_at
-- rows: one or none
SELECT application, requirement, type, size, sha256, pack, pack_at, pack_size, key, contact, replaced_at FROM scan WHERE id = $1
