-- One photo to fetch.
-- in: id
-- out: message, number_id, media_id, sha256, mime, file_name, caption, quoted, tries, chat, contact, when it came
-- rows: one or none
SELECT m.message, m.number_id, m.media_id, m.sha256, m.mime, m.file_name, m.caption, m.quoted, m.tries, g.chat, c.contact, g.seen_at
FROM media m JOIN message g ON g.id = m.message JOIN chat c ON c.id = g.chat WHERE m.id = $1 AND m.done_at IS NULL
