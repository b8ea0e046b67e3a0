-- How many seats of each time are taken.
-- in: booth, from, until
-- out: starts_at, n
-- rows: at most 40000
SELECT starts_at, COUNT(*) FROM seat WHERE booth = $1 AND starts_at >= $2 AND starts_at < $3
GROUP BY starts_at ORDER BY starts_at LIMIT 40000
