-- Nothing of it is left on that day.
-- in: measure, day, service, key
-- out: nothing
-- rows: none
DELETE FROM figure_day WHERE measure = $1 AND day = $2 AND service = $3 AND key = $4 AND n = 0
