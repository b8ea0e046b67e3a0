-- Something was done about a complaint.
-- in: complaint, now, officer, kind, text
-- out: nothing
-- rows: none
INSERT INTO complaint_step (complaint, at, officer, kind, text) VALUES ($1, $2, $3, $4, $5)
