-- The current photos of a draft or a correction, as far as they were looked at.
-- in: application
-- out: requirement, when it came, problem (null: not looked at yet), faults, told_at, verdict
-- rows: at most 200
SELECT s.requirement, s.created_at, l.problem, l.faults, l.told_at, s.verdict FROM scan s LEFT JOIN scan_look l ON l.scan = s.id
WHERE s.application = $1 AND s.replaced_at IS NULL ORDER BY s.created_at, s.rowid LIMIT 200
