-- The words of a chat are erased; that something was said, and when, stays.
-- in: chat, now
-- out: nothing
-- rows: none
UPDATE message SET body = '', erased_at = $2 WHERE chat = $1 AND erased_at IS NULL
