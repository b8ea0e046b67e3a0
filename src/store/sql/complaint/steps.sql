-- What was done about a complaint, the newest first.
-- in: complaint, limit
-- out: at, officer, kind, text
-- rows: at most limit
SELECT at, officer, kind, text FROM complaint_step WHERE complaint = $1 ORDER BY id DESC LIMIT $2
