-- What one officer has in hand.
-- in: owner, after due_at, after id, limit, state or empty, service or empty
-- out: as application/list
-- rows: at most limit
SELECT number, service, state, submitted_at, due_at, owner, applicant, channel, changed_at, id, paused_ms, paused_at FROM application
WHERE owner = $1 AND ended_at = 0 AND due_at > 0 AND (due_at, id) > ($2, $3)
  AND ($5 = '' OR state = $5) AND ($6 = '' OR service = $6)
ORDER BY due_at, id LIMIT $4
