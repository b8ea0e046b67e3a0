-- A citizen writes for the first time.
-- in: phone or null, bsuid or null, name or null, now
-- out: id
-- rows: one
INSERT INTO contact (phone, bsuid, name, created_at) VALUES ($1, $2, $3, $4) RETURNING id
