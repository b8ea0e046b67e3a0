-- Sums of a measure by key.
-- in: measure, first day, last day, service or empty
-- out: key, how many
-- rows: one a key
SELECT key, SUM(n) FROM figure_day WHERE measure = $1 AND day BETWEEN $2 AND $3 AND ($4 = '' OR service = $4) GROUP BY key ORDER BY key
