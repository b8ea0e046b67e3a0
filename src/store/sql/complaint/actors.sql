-- Who did something with an application.
-- in: number
-- out: actor
-- rows: at most 100
WITH RECURSIVE step (seq) AS (
  SELECT last_event FROM application WHERE number = $1
  UNION ALL SELECT e.previous FROM step s JOIN event e ON e.seq = s.seq WHERE e.previous < e.seq)
SELECT DISTINCT e.actor FROM step s JOIN event e ON e.seq = s.seq WHERE e.kind <> 'view' AND e.actor LIKE 'officer:%' LIMIT 100
