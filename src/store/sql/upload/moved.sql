-- More bytes are on the disk; only from where it was.
-- in: id, here before, here, sealed, now, expires_at
-- out: nothing
-- rows: none
UPDATE upload SET here = $3, sealed = $4, touched_at = $5, expires_at = $6, awaited = 1
WHERE id = $1 AND here = $2 AND done_at IS NULL AND key IS NOT NULL
