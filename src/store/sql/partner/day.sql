-- How many calls a partner made on a day.
-- in: partner, day
-- out: calls
-- rows: one or none
SELECT calls FROM partner_day WHERE partner = $1 AND day = $2
