-- One more inside, while there is room.
-- in: hall, day, capacity (0: any)
-- out: nothing
-- rows: none
UPDATE hall_day SET inside = inside + 1, entered = entered + 1, most = MAX(most, inside + 1)
WHERE hall = $1 AND day = $2 AND ($3 = 0 OR inside < $3)
