-- Holds, offers and waits whose time is over.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2
