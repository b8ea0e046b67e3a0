-- One service's line in one state, oldest due first.
-- in: service, state, after due_at, after id, limit
-- out: as application/list
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE service = $1 AND state = $2 AND (due_at, id) > ($3, $4) ORDER BY due_at, id LIMIT $5
