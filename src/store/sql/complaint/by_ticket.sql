-- A complaint by its ticket.
-- in: ticket
-- out: as complaint/by_token
-- rows: one or none
SELECT id, ticket, kind, class, state, channel, body, place, officer_name, number, name, phone, contact, created_at, due_at, assigned, answer, answered_at, answered_by, escalated_at, lapor_number
FROM complaint WHERE ticket = $1
