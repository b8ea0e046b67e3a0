-- The same file once more for the same requirement of the same application.
-- in: application, requirement, sha256
-- out: id
-- rows: one or none
SELECT id FROM scan WHERE application = $1 AND requirement = $2 AND sha256 = $3 AND replaced_at IS NULL LIMIT 1
