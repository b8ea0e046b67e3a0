-- Other scans with this mark.
-- in: mark, scan, limit
-- out: id, sha256, likeness
-- rows: at most limit
SELECT s.id, s.sha256, l.likeness FROM scan_mark m JOIN scan s ON s.id = m.scan JOIN scan_look l ON l.scan = s.id
WHERE m.mark = $1 AND m.scan <> $2 AND s.key IS NOT NULL LIMIT $3
