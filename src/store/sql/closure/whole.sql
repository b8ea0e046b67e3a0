-- When the whole office is closed, from a moment on.
-- in: from, limit
-- out: from_at, to_at
-- rows: at most limit
SELECT from_at, to_at FROM closure WHERE to_at > $1 AND hall = '' AND source <> 'central' ORDER BY to_at, from_at LIMIT $2
