-- A device is gone.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
