-- Open files by the day they came, oldest first.
-- in: first day, last day, service or empty, states as a text like ' submitted in_review ' or empty, after day, after application, limit
-- out: day, service, state, application, submitted_at, number, applicant, late_at
-- rows: at most limit
SELECT f.submitted_day, f.service, f.state, f.application, f.submitted_at, a.number, a.applicant, f.late_at
FROM figure_file f JOIN application a ON a.id = f.application
WHERE f.open = 1 AND f.submitted_day BETWEEN $1 AND $2 AND ($3 = '' OR f.service = $3)
  AND ($4 = '' OR instr($4, ' ' || f.state || ' ') > 0) AND (f.submitted_day, f.application) > ($5, $6)
ORDER BY f.submitted_day, f.application LIMIT $7
