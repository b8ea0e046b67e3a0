-- A closure; one of the same uid is replaced.
-- in: uid, hall, from_at, to_at, name, source, now
-- out: nothing
-- rows: none
INSERT INTO closure (uid, hall, from_at, to_at, name, source, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (uid) DO UPDATE SET hall = excluded.hall, from_at = excluded.from_at, to_at = excluded.to_at, name = excluded.name, source = excluded.source
