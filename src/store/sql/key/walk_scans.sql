-- Wrapped keys of scans, for the change to another office key.
-- in: id after, limit
-- out: id, key
-- rows: at most limit
SELECT id, key FROM scan WHERE id > $1 AND key IS NOT NULL ORDER BY id LIMIT $2
