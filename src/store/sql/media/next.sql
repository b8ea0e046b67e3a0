-- Photos to fetch now.
-- in: now, limit
-- out: id, message, number_id, media_id, sha256, mime, file_name, caption, quoted, tries, chat, contact
-- rows: at most limit
SELECT m.id, m.message, m.number_id, m.media_id, m.sha256, m.mime, m.file_name, m.caption, m.quoted, m.tries, g.chat, c.contact
FROM media m JOIN message g ON g.id = m.message JOIN chat c ON c.id = g.chat
WHERE m.done_at IS NULL AND m.due_at <= $1 ORDER BY m.due_at, m.id LIMIT $2
