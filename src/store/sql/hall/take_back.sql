-- The last plus was a slip.
-- in: hall, day
-- out: nothing
-- rows: none
UPDATE hall_day SET inside = inside - 1, entered = entered - 1 WHERE hall = $1 AND day = $2 AND inside > 0 AND entered > 0
