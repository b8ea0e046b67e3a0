-- It could not be looked at now.
-- in: row, when
-- out: nothing
-- rows: none
UPDATE scan SET look_at = $2 WHERE rowid = $1 AND look_at IS NOT NULL
