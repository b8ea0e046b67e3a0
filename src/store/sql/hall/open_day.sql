-- The door's first person of a day.
-- in: hall, day
-- out: nothing
-- rows: none
INSERT INTO hall_day (hall, day) VALUES ($1, $2) ON CONFLICT (hall, day) DO NOTHING
