-- One state's line, oldest due first.
-- in: state, after due_at, after id, limit
-- out: number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE state = $1 AND (due_at, id) > ($2, $3) ORDER BY due_at, id LIMIT $4
