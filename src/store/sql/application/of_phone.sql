-- Applications of a phone number, the newest first.
-- in: phone, limit
-- out: number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id FROM application
WHERE phone = $1 AND number IS NOT NULL ORDER BY id DESC LIMIT $2
