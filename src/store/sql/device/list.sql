-- Every device that counts.
-- in: limit
-- out: id, kind, hall, name, created_at, seen_at
-- rows: at most the limit
SELECT id, kind, hall, name, created_at, seen_at FROM device WHERE revoked_at IS NULL ORDER BY hall, kind, name, id LIMIT $1
