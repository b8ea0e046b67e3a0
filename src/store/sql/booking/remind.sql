-- Whose reminder is due.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE remind_at IS NOT NULL AND remind_at <= $1 ORDER BY remind_at LIMIT $2
