-- Destroys a scan for ever: without its key the bytes are noise.
-- in: id, now, cause
-- out: nothing
-- rows: none
UPDATE scan SET key = NULL, file_name = '', destroyed_at = $2, destroyed_for = $3 WHERE id = $1 AND key IS NOT NULL
