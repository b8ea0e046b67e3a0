-- Which requirements have current scans, a row a scan.
-- in: application
-- out: requirement
-- rows: at most 60
SELECT requirement FROM scan WHERE application = $1 AND replaced_at IS NULL AND requirement IS NOT NULL
