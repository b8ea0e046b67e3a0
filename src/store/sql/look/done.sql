-- It was looked at.
-- in: id, verdict
-- out: nothing
-- rows: none
UPDATE scan SET look_at = NULL, verdict = $2 WHERE id = $1 AND key IS NOT NULL AND look_at IS NOT NULL
