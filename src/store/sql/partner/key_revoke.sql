-- A key ends.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE partner_key SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0
