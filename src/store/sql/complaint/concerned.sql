-- The officers it is about.
-- in: complaint
-- out: officer
-- rows: at most 100
SELECT officer FROM complaint_concerned WHERE complaint = $1 ORDER BY officer LIMIT 100
