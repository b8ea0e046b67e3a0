-- The next number of a line and day.
-- in: hall, day, letter
-- out: last
-- rows: one
INSERT INTO ticket_last (hall, day, letter, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (hall, day, letter) DO UPDATE SET last = last + 1 RETURNING last
