-- One outgoing message with its reader.
-- in: id
-- out: number_id, chat, state, tries, as_template, say, contact, window_until, phone, bsuid, opted_out
-- rows: one or none
SELECT o.number_id, o.chat, o.state, o.tries, o.as_template, o.say, c.contact, c.window_until, k.phone, k.bsuid, k.opted_out
FROM outbox o JOIN chat c ON c.id = o.chat JOIN contact k ON k.id = c.contact WHERE o.id = $1
