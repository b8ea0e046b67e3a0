-- Scans of chats that belong to no application and still have a key.
-- in: scan after, limit, newest
-- out: scan, came at, pack, pack_at, pack_size, key
-- rows: at most limit
SELECT id, created_at, pack, pack_at, pack_size, key FROM scan
WHERE id > $1 AND application IS NULL AND created_at <= $3 AND key IS NOT NULL ORDER BY id LIMIT $2
