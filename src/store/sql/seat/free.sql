-- The seat of a booking is free again.
-- in: booking
-- out: nothing
-- rows: none
DELETE FROM seat WHERE booking = $1
