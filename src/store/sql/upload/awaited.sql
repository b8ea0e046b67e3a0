-- Uploads an application still waits for.
-- in: application
-- out: how many
-- rows: one
SELECT count(*) FROM upload WHERE application = $1 AND awaited = 1
