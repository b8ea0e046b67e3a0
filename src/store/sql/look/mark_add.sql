-- A mark by which the same picture is found again.
-- in: mark, scan
-- out: nothing
-- rows: none
INSERT INTO scan_mark (mark, scan) VALUES ($1, $2) ON CONFLICT DO NOTHING
