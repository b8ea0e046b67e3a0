-- A complaint comes in.
-- in: ticket, token hash, kind, class, channel, body, place, officer name, number, name, phone, contact or null, now, due_at
-- out: id
-- rows: one
INSERT INTO complaint (ticket, token_hash, kind, class, state, channel, body, place, officer_name, number, name, phone, contact,
  created_at, due_at) VALUES ($1, $2, $3, $4, 'baru', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
