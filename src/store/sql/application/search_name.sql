-- Open files of applicants whose name contains some words, in any case.
-- in: pattern with % (lower case), limit
-- out: as application/of_phone
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE ended_at = 0 AND due_at > 0 AND LOWER(applicant) LIKE $1 ESCAPE '\'
ORDER BY due_at, id LIMIT $2
