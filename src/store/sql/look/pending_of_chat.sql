-- Photos of this batch that nobody has looked at yet, and when the last photo of it was stored.
-- in: chat, since
-- out: count, stored
-- rows: one
SELECT COALESCE(SUM(s.look_at IS NOT NULL), 0), MAX(m.done_at) FROM message g JOIN media m ON m.message = g.id JOIN scan s ON s.id = g.scan
WHERE g.chat = $1 AND m.done_at >= $2
