-- So many more files are open, or fewer.
-- in: day, service, state, how many
-- out: nothing
-- rows: none
INSERT INTO figure_open (day, service, state, n) VALUES ($1, $2, $3, $4)
ON CONFLICT (day, service, state) DO UPDATE SET n = n + excluded.n
