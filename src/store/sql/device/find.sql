-- Which device has this token.
-- in: token hash
-- out: id, kind, hall, name, seen_at
-- rows: one or none
SELECT id, kind, hall, name, seen_at FROM device WHERE token_hash = $1 AND revoked_at IS NULL
