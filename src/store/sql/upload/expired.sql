-- Uploads that ran out.
-- in: now, limit
-- out: id, token_hash
-- rows: at most limit
SELECT id, token_hash FROM upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2
