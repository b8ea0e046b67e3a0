-- A batch for the centre.
-- in: now, officer, size
-- out: id
-- rows: one
INSERT INTO sync_batch (made_at, officer, size) VALUES ($1, $2, $3) RETURNING id
