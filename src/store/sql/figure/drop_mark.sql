-- What counted is not true any more.
-- in: measure, day, service, key, place
-- out: nothing
-- rows: none
DELETE FROM figure_mark WHERE measure = $1 AND day = $2 AND service = $3 AND key = $4 AND place = $5
