-- How many come between two moments, by kind, channel and state.
-- in: from, until
-- out: kind, channel, state, n
-- rows: at most 500
SELECT kind, channel, state, COUNT(*) FROM booking
WHERE state IN ('booked', 'arrived', 'done', 'no_show') AND starts_at >= $1 AND starts_at < $2
GROUP BY kind, channel, state ORDER BY kind, channel, state LIMIT 500
