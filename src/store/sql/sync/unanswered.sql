-- Rounds whose question nobody answered for long.
-- in: asked before, limit
-- out: id
-- rows: at most limit
SELECT id FROM sync_round WHERE asked_at <> 0 AND answer = '' AND asked_at < $1 ORDER BY asked_at, id LIMIT $2
