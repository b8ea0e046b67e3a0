-- What can be sent now: only the first of each chat, none of a stopped or pausing number.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT o.id
FROM outbox o
LEFT JOIN number_state n ON n.number_id = o.number_id
WHERE o.state IN ('waiting', 'sending', 'unknown') AND o.due_at <= $1
  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.chat = o.chat AND e.id < o.id AND e.state IN ('waiting', 'sending', 'unknown'))
  AND (n.number_id IS NULL OR (n.stopped_at IS NULL AND n.paused_until <= $1))
ORDER BY o.due_at, o.id LIMIT $2
