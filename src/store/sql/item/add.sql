-- One requirement of an application.
-- in: application, code, place, state
-- out: nothing
-- rows: none
INSERT INTO item (application, code, place, state) VALUES ($1, $2, $3, $4)
ON CONFLICT (application, code) DO UPDATE SET place = excluded.place
