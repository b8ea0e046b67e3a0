-- The answer to a call that must not be done twice.
-- in: token, key, body_hash, status, answer, now
-- out: nothing
-- rows: none
INSERT INTO idempotency (token, key, body_hash, status, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)
