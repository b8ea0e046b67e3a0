-- The places taken by those who begin between two moments, both left out.
-- in: booth, after, before
-- out: place
-- rows: at most 100
SELECT place FROM seat WHERE booth = $1 AND starts_at > $2 AND starts_at < $3 ORDER BY starts_at, place LIMIT 100
