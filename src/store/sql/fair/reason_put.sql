-- Why it was served before older ones.
-- in: application, reason, note, officer, now
-- out: nothing
-- rows: none
INSERT INTO fair_reason (application, reason, note, officer, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (application) DO UPDATE SET reason = excluded.reason, note = excluded.note, officer = excluded.officer, at = excluded.at
