-- A citizen's applications as lines, the newest first.
-- in: contact, limit
-- out: number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE contact = $1 AND number IS NOT NULL ORDER BY id DESC LIMIT $2
