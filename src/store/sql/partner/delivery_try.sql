-- The log of tries.
-- in: delivery, now, took_ms, status, problem
-- out: nothing
-- rows: none
INSERT INTO delivery_try (delivery, at, took_ms, status, problem) VALUES ($1, $2, $3, $4, $5)
