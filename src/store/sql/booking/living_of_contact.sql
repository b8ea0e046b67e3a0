-- How many bookings of this contact may still bring somebody here.
-- in: contact
-- out: n
-- rows: one
SELECT COUNT(*) FROM booking WHERE contact = $1 AND state IN ('waiting', 'offered', 'requested', 'booked')
