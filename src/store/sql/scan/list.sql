-- The scans of an application, in the order they came.
-- in: application
-- out: id, requirement, type, size, verdict, created_at, replaced_at, source, file_name, destroyed
-- rows: at most 200
SELECT id, requirement, type, size, verdict, created_at, replaced_at, source, file_name, key IS NULL FROM scan
WHERE application = $1 ORDER BY created_at LIMIT 200
