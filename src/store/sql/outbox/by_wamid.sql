-- The outgoing message a status speaks of.
-- in: wamid
-- out: id, chat, state, number_id, tries, as_template
-- rows: one or none
SELECT id, chat, state, number_id, tries, as_template FROM outbox WHERE wamid = $1
