-- The tries of a delivery, the newest first.
-- in: delivery, limit
-- out: at, took_ms, status, problem
-- rows: at most limit
SELECT at, took_ms, status, problem FROM delivery_try WHERE delivery = $1 ORDER BY at DESC LIMIT $2
