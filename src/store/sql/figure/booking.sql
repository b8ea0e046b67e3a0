-- The mark an appointment made last, of those that may go again.
-- in: number of the appointment
-- out: measure, day, place
-- rows: one or none
SELECT measure, day, place FROM figure_booking WHERE booking = $1
