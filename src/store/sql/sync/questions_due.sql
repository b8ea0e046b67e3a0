-- Rounds whose question goes out now.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM sync_round WHERE asked_at = 0 AND answer = '' AND ask_at <= $1 ORDER BY ask_at, id LIMIT $2
