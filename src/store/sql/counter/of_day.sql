-- Every counter that worked today.
-- in: hall, day
-- out: counter, ticket, officer, called_at
-- rows: at most 100
SELECT counter, ticket, officer, called_at FROM counter_day WHERE hall = $1 AND day = $2 ORDER BY counter LIMIT 100
