-- Files whose promise is broken, the longest first.
-- in: now, service or empty, after late_at, after application, limit
-- out: late_at, service, state, application, submitted_at, number, applicant
-- rows: at most limit
SELECT f.late_at, f.service, f.state, f.application, f.submitted_at, a.number, a.applicant
FROM figure_file f JOIN application a ON a.id = f.application
WHERE f.late_at IS NOT NULL AND f.late_at < $1 AND ($2 = '' OR f.service = $2) AND (f.late_at, f.application) > ($3, $4)
ORDER BY f.late_at, f.application LIMIT $5
