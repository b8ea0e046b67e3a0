-- A message, once: the same wamid again changes nothing and gives no row.
-- in: chat, number id, wamid or null, direction, kind, at, seen_at, body, officer or null, scan or null, status, outbox or null
-- out: id
-- rows: one or none
INSERT INTO message (chat, number_id, wamid, direction, kind, at, seen_at, body, officer, scan, status, outbox)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id
