-- Somebody takes a ticket.
-- in: hall, day, letter, n, line, kind, priority, reason, channel, person, chat or null, token hash, application, now, order_at, appointment_at, invited_at
-- out: id
-- rows: one
INSERT INTO ticket (hall, day, letter, n, line, state, kind, priority, reason, channel, person, chat, token_hash, application,
  taken_at, order_at, appointment_at, invited_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id
