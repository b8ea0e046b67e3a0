-- When an application was settled: handed over, or moved last; and how many of its scans have a key and have none.
-- in: application
-- out: settled at, scans, destroyed scans
-- rows: one or none
SELECT COALESCE(h.at, a.changed_at), (SELECT COUNT(*) FROM scan s WHERE s.application = a.id AND s.key IS NOT NULL),
  (SELECT COUNT(*) FROM scan s WHERE s.application = a.id AND s.key IS NULL)
FROM application a LEFT JOIN handover h ON h.application = a.id WHERE a.id = $1
