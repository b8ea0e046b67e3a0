-- What is due, counted.
-- in: now, scans, held
-- out: nothing
-- rows: none
INSERT INTO papers_due (id, counted_at, scans, held) VALUES (1, $1, $2, $3)
ON CONFLICT (id) DO UPDATE SET counted_at = $1, scans = $2, held = $3
