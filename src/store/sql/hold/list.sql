-- Applications that are held, the newest first.
-- in: limit
-- out: number, reason, officer, set at
-- rows: at most limit
SELECT a.number, l.reason, l.set_by, l.set_at FROM legal_hold l JOIN application a ON a.id = l.application ORDER BY l.set_at DESC, a.id LIMIT $1
