-- Applications whose awaited uploads have stood still since then.
-- in: touched before, limit
-- out: application
-- rows: at most limit
SELECT DISTINCT application FROM upload WHERE awaited = 1 AND touched_at < $1 ORDER BY application LIMIT $2
