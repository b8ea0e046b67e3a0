-- A legal hold, or new words for it.
-- in: application, reason, officer, now
-- out: nothing
-- rows: none
INSERT INTO legal_hold (application, reason, set_by, set_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (application) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at
