-- The public state, for who knows number and last digits of the phone.
-- in: number, phone_last4
-- out: service, state, submitted_at, changed_at, number, due_at, id, link_round
-- rows: one or none
SELECT service, state, submitted_at, changed_at, number, due_at, id, link_round FROM application WHERE number = $1 AND phone_last4 = $2
