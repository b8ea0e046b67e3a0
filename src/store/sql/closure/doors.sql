-- What closes a hall, or the whole office, from a moment on; the soonest first.
-- in: from, hall, limit
-- out: from_at, to_at
-- rows: at most limit
SELECT from_at, to_at FROM closure WHERE to_at > $1 AND hall IN ('', $2) AND source <> 'central' ORDER BY to_at, from_at LIMIT $3
