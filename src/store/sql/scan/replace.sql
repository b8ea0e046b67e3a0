-- Better ones came: the older scans of a requirement are kept, but no longer current.
-- in: application, requirement, now
-- out: nothing
-- rows: none
UPDATE scan SET replaced_at = $3 WHERE application = $1 AND requirement = $2 AND replaced_at IS NULL
