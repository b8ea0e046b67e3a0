-- A kiosk, a board, a door.
-- in: kind, hall, name, token hash, now
-- out: id
-- rows: one
INSERT INTO device (kind, hall, name, token_hash, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id
