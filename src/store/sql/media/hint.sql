-- Words that quote a photo which is still on its way become its caption.
-- in: number id, wamid of the photo, words
-- out: nothing
-- rows: none
UPDATE media SET caption = $3 WHERE done_at IS NULL AND caption = ''
  AND message = (SELECT id FROM message WHERE number_id = $1 AND wamid = $2)
