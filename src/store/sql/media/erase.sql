-- What was said about the photos of a chat is erased; those on their way are not fetched any more.
-- in: chat, now
-- out: nothing
-- rows: none
UPDATE media SET file_name = '', caption = '', quoted = '', problem = CASE WHEN done_at IS NULL THEN 'erased' ELSE problem END,
  done_at = COALESCE(done_at, $2) WHERE message IN (SELECT id FROM message WHERE chat = $1)
