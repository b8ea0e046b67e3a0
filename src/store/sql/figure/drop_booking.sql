-- Nothing an appointment made may go any more.
-- in: number of the appointment
-- out: nothing
-- rows: none
DELETE FROM figure_booking WHERE booking = $1
