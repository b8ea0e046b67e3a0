-- Something to say, in the same transaction as what it tells.
-- in: number id, chat, application or null, say, due_at, now
-- out: id
-- rows: one
INSERT INTO outbox (number_id, chat, application, say, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
