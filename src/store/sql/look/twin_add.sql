-- Two scans are the same file or the same picture.
-- in: scan, other, distance
-- out: nothing
-- rows: none
INSERT INTO scan_twin (scan, other, distance) VALUES ($1, $2, $3), ($2, $1, $3) ON CONFLICT DO UPDATE SET distance = excluded.distance
