-- The citizen takes a photo of a draft away: its key is destroyed, and with it the photo.
-- in: id, application, now
-- out: nothing
-- rows: none
UPDATE scan SET key = NULL, replaced_at = $3 WHERE id = $1 AND application = $2
