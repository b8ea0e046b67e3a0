-- A discarded draft's scan: its key is destroyed, and with it the scan.
-- in: application, now
-- out: nothing
-- rows: none
UPDATE scan SET key = NULL, replaced_at = $2 WHERE application = $1
