-- When a key was used last.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE partner_key SET used_at = $2 WHERE id = $1
