-- Photos to delete at WhatsApp now.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM media WHERE forget_at <= $1 ORDER BY forget_at, id LIMIT $2
