-- Sums of a measure by service and key.
-- in: measure, first day, last day
-- out: service, key, how many
-- rows: one a service and key
SELECT service, key, SUM(n) FROM figure_day WHERE measure = $1 AND day BETWEEN $2 AND $3 GROUP BY service, key ORDER BY service, key
