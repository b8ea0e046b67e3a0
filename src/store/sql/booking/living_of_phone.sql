-- How many bookings of this phone may still bring somebody here.
-- in: phone
-- out: n
-- rows: one
SELECT COUNT(*) FROM booking WHERE phone = $1 AND state IN ('waiting', 'offered', 'requested', 'booked')
