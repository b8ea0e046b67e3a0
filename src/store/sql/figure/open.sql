-- What is open, by the day it came.
-- in: service or empty
-- out: day, state, how many
-- rows: one a day and state
SELECT day, state, SUM(n) FROM figure_open WHERE n > 0 AND ($1 = '' OR service = $1) GROUP BY day, state ORDER BY day
