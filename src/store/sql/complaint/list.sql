-- Complaints an officer may read, open ones first, the nearest date first.
-- in: officer, limit
-- out: as complaint/by_token
-- rows: at most limit
SELECT id, ticket, kind, class, state, channel, body, place, officer_name, number, name, phone, contact, created_at, due_at, assigned, answer, answered_at, answered_by, escalated_at, lapor_number
FROM complaint WHERE id NOT IN (SELECT complaint FROM complaint_concerned WHERE officer = $1)
ORDER BY CASE WHEN state = 'dijawab' THEN 1 ELSE 0 END, CASE WHEN state = 'dijawab' THEN -answered_at ELSE due_at END, id LIMIT $2
