-- A complaint by the token of its page.
-- in: token hash
-- out: id, ticket, kind, class, state, channel, body, place, officer_name, number, name, phone, contact, created_at, due_at, assigned, answer, answered_at, answered_by, escalated_at, lapor_number
-- rows: one or none
SELECT id, ticket, kind, class, state, channel, body, place, officer_name, number, name, phone, contact, created_at, due_at, assigned, answer, answered_at, answered_by, escalated_at, lapor_number
FROM complaint WHERE token_hash = $1
