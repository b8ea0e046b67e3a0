-- Who comes between two moments, in the order of their time.
-- in: from, until, after starts_at, after id, limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE state IN ('booked', 'arrived', 'done', 'no_show') AND starts_at >= $1 AND starts_at < $2
AND (starts_at, id) > ($3, $4) ORDER BY starts_at, id LIMIT $5
