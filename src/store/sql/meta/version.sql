-- The newest migration that ran.
-- in: nothing
-- out: version
-- rows: one
SELECT COALESCE(MAX(version), 0) FROM migration
