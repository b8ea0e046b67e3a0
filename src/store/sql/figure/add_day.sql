-- So many more of it on that day.
-- in: measure, day, service, key, how many
-- out: nothing
-- rows: none
INSERT INTO figure_day (measure, day, service, key, n) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (measure, day, service, key) DO UPDATE SET n = n + excluded.n
