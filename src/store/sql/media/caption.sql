-- What was said about a photo until now.
-- in: id
-- out: caption
-- rows: one
SELECT caption FROM media WHERE id = $1
