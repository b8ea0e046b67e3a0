-- An appointment was kept or missed, as far as is known.
-- in: number of the appointment, measure, day, place
-- out: nothing
-- rows: none
INSERT INTO figure_booking (booking, measure, day, place) VALUES ($1, $2, $3, $4)
ON CONFLICT (booking) DO UPDATE SET measure = excluded.measure, day = excluded.day, place = excluded.place
