-- Scans of one citizen's chats that belong to no application and still have a key.
-- in: contact
-- out: scan, came at, pack, pack_at, pack_size, key
-- rows: at most 500
SELECT id, created_at, pack, pack_at, pack_size, key FROM scan
WHERE contact = $1 AND application IS NULL AND key IS NOT NULL ORDER BY id LIMIT 500
