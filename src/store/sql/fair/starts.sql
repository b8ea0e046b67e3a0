-- An officer begins with somebody; the older ones of the line are counted. Who does not wait was begun with before.
-- in: application, at, officer, most to count
-- out: nothing
-- rows: none
INSERT INTO fair_start (application, service, at, officer, overtaken)
SELECT w.application, w.service, $2, $3,
  (SELECT COUNT(*) FROM (SELECT 1 FROM fair_wait o WHERE o.service = w.service AND (o.due_at, o.application) < (w.due_at, w.application) LIMIT $4))
FROM fair_wait w WHERE w.application = $1
ON CONFLICT (application) DO NOTHING
