-- A body from WhatsApp, before it is answered.
-- in: body, now
-- out: nothing
-- rows: none
INSERT INTO webhook (body, received_at) VALUES ($1, $2)
