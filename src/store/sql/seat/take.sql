-- A seat for a booking; E_CONFLICT: somebody has it.
-- in: booth, starts_at, place, booking
-- out: nothing
-- rows: none
INSERT INTO seat (booth, starts_at, place, booking) VALUES ($1, $2, $3, $4)
