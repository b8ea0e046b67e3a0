-- What can be sent now: only the first of each chat, none of a stopped or pausing number.
-- in: now, limit
-- out: id, number_id, chat, say, state, as_template, tries, contact, window_until, created_at
-- rows: at most limit
SELECT o.id, o.number_id, o.chat, o.say, o.state, o.as_template, o.tries, c.contact, c.window_until, o.created_at
FROM outbox o JOIN chat c ON c.id = o.chat
LEFT JOIN number_state n ON n.number_id = o.number_id
WHERE o.state IN ('waiting', 'sending', 'unknown') AND o.due_at <= $1
  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.chat = o.chat AND e.id < o.id AND e.state IN ('waiting', 'sending', 'unknown'))
  AND (n.number_id IS NULL OR (n.stopped_at IS NULL AND n.paused_until <= $1))
ORDER BY o.due_at, o.id LIMIT $2
