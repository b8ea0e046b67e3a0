-- How many scans wait to be looked at, and since when the longest.
-- in: nothing
-- out: count, created_at
-- rows: one
SELECT COUNT(*), MIN(created_at) FROM scan WHERE look_at IS NOT NULL
