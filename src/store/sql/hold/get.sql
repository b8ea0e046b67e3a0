-- The hold on an application.
-- in: application
-- out: reason, officer, set at
-- rows: one or none
SELECT reason, set_by, set_at FROM legal_hold WHERE application = $1
