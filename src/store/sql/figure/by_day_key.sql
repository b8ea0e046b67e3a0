-- Sums of a measure by day and key.
-- in: measure, first day, last day, service or empty
-- out: day, key, how many
-- rows: one a day and key
SELECT day, key, SUM(n) FROM figure_day WHERE measure = $1 AND day BETWEEN $2 AND $3 AND ($4 = '' OR service = $4)
GROUP BY day, key ORDER BY day, key
