-- Booked, and the time is long over.
-- in: starts_at before, limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE state IN ('booked', 'arrived', 'done', 'no_show') AND starts_at > 0 AND starts_at < $1
AND state = 'booked' AND booth <> '' ORDER BY starts_at, id LIMIT $2
