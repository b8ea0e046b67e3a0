-- The scans of an application, in the order they came.
-- in: application
-- out: id, requirement, type, size, verdict, created_at, replaced_at, source, file_name
-- rows: at most 200
SELECT id, requirement, type, size, verdict, created_at, replaced_at, source, file_name FROM scan
WHERE application = $1 ORDER BY created_at, id LIMIT 200
