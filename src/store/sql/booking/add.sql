-- A new booking; its token follows, as it is made of the id.
-- in: number, provisional token hash, kind, state, channel, chat or null, contact or null, application or null, age, now
-- out: id
-- rows: one
INSERT INTO booking (number, token_hash, kind, state, channel, chat, contact, application, age, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id
