-- All open work, oldest due first.
-- in: after due_at, after id, limit
-- out: as application/list
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE ended_at = 0 AND due_at > 0 AND (due_at, id) > ($1, $2)
ORDER BY due_at, id LIMIT $3
