-- One booking.
-- in: id
-- out: number, kind, state, version, booth, starts_at, ends_at, channel, chat, contact, application, name, phone, age, needs, address, reason, note, outcome, disturbed, moves, expires_at, remind_at, wish_from, wish_until, created_at, changed_at
-- rows: one
SELECT number, kind, state, version, booth, starts_at, ends_at, channel, chat, contact, application, name, phone, age, needs, address, reason, note, outcome, disturbed, moves, expires_at, remind_at, wish_from, wish_until, created_at, changed_at
FROM booking WHERE id = $1
