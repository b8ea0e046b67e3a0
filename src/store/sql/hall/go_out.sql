-- One less inside; never below nobody.
-- in: hall, day
-- out: nothing
-- rows: none
UPDATE hall_day SET inside = inside - 1 WHERE hall = $1 AND day = $2 AND inside > 0
