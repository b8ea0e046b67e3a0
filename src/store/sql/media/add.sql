-- A photo lies at WhatsApp and must be fetched.
-- in: message, number id, media id, sha256 or null, mime, file_name, caption, quoted, now
-- out: nothing
-- rows: none
INSERT INTO media (message, number_id, media_id, sha256, mime, file_name, caption, quoted, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
