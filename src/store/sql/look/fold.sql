-- The same picture again within a chat: it is kept, but is no other photo.
-- in: scan, now
-- out: nothing
-- rows: none
UPDATE scan SET replaced_at = $2 WHERE id = $1 AND replaced_at IS NULL
