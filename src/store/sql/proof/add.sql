-- A code is on its way.
-- in: token hash, phone, kind, code hash, service, answers, outbox or null, now, expires_at
-- out: nothing
-- rows: none
INSERT INTO proof (token_hash, phone, kind, code_hash, service, answers, outbox, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
