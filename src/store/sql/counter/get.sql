-- What a counter called lately.
-- in: hall, counter, day
-- out: ticket, officer, credit, priority_run, pickup_last, called_at
-- rows: one or none
SELECT ticket, officer, credit, priority_run, pickup_last, called_at FROM counter_day WHERE hall = $1 AND counter = $2 AND day = $3
