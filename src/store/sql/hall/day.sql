-- People inside, as the door counts.
-- in: hall, day
-- out: inside, entered, most
-- rows: one or none
SELECT inside, entered, most FROM hall_day WHERE hall = $1 AND day = $2
