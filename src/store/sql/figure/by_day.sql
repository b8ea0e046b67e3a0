-- Sums of a measure by day.
-- in: measure, first day, last day, service or empty, key or empty
-- out: day, how many
-- rows: one a day
SELECT day, SUM(n) FROM figure_day WHERE measure = $1 AND day BETWEEN $2 AND $3 AND ($4 = '' OR service = $4) AND ($5 = '' OR key = $5)
GROUP BY day ORDER BY day
