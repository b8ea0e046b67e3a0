-- An officer it is about.
-- in: complaint, officer
-- out: nothing
-- rows: none
INSERT INTO complaint_concerned (complaint, officer) VALUES ($1, $2) ON CONFLICT (complaint, officer) DO NOTHING
