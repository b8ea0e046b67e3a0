-- The guard counted heads.
-- in: hall, day, inside
-- out: nothing
-- rows: none
UPDATE hall_day SET inside = $3, entered = MAX(entered, $3), most = MAX(most, $3) WHERE hall = $1 AND day = $2
