-- All of it became a scan; its part file's key is destroyed. Only from where it was.
-- in: id, here before, now
-- out: nothing
-- rows: none
UPDATE upload SET here = length, sealed = 0, key = NULL, touched_at = $3, done_at = $3, awaited = 0
WHERE id = $1 AND here = $2 AND done_at IS NULL AND key IS NOT NULL
