-- Photos of a chat that are still on their way.
-- in: chat
-- out: count
-- rows: one
SELECT COUNT(*) FROM media m JOIN message g ON g.id = m.message WHERE g.chat = $1 AND m.done_at IS NULL
