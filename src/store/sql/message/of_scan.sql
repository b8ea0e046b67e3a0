-- The words that came with a photo.
-- in: scan
-- out: body
-- rows: one or none
SELECT body FROM message WHERE scan = $1 LIMIT 1
