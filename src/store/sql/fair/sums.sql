-- How many were begun with, and how many of them before older ones, by service and officer.
-- in: from, until
-- out: service, officer, begun, jumped, with a reason
-- rows: at most 1000
SELECT f.service, f.officer, COUNT(*), SUM(CASE WHEN f.overtaken > 0 THEN 1 ELSE 0 END),
  SUM(CASE WHEN f.overtaken > 0 AND r.application IS NOT NULL THEN 1 ELSE 0 END)
FROM fair_start f LEFT JOIN fair_reason r ON r.application = f.application
WHERE f.at >= $1 AND f.at < $2 GROUP BY f.service, f.officer ORDER BY f.service, f.officer LIMIT 1000
