-- Closures that touch a span of time.
-- in: from, until
-- out: id, hall, from_at, to_at, name, source
-- rows: at most 1000
SELECT id, hall, from_at, to_at, name, source FROM closure WHERE to_at > $1 AND from_at < $2 ORDER BY from_at, id LIMIT 1000
