-- A photo to delete at WhatsApp.
-- in: id
-- out: number_id, media_id
-- rows: one or none
SELECT number_id, media_id FROM media WHERE id = $1 AND forget_at IS NOT NULL
