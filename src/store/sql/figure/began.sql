-- The first day anything came in.
-- in: nothing
-- out: day or null
-- rows: one
SELECT MIN(day) FROM figure_day WHERE measure = 'submitted'
