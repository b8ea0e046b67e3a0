-- An application waits no longer for uploads that stand still; they may still come.
-- in: application, touched before
-- out: nothing
-- rows: none
UPDATE upload SET awaited = 0 WHERE application = $1 AND awaited = 1 AND touched_at < $2
