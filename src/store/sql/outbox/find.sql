-- One outgoing message.
-- in: id
-- out: number_id, chat, state, tries, wamid, as_template, say
-- rows: one or none
SELECT number_id, chat, state, tries, wamid, as_template, say FROM outbox WHERE id = $1
