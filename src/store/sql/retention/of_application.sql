-- Scans of one application that still have a key.
-- in: application
-- out: scan, requirement, came at, pack, pack_at, pack_size, key
-- rows: at most 500
SELECT id, requirement, created_at, pack, pack_at, pack_size, key FROM scan WHERE application = $1 AND key IS NOT NULL ORDER BY id LIMIT 500
