-- Who did something with an application.
-- in: number
-- out: actor
-- rows: at most 100
SELECT DISTINCT e.actor FROM event e JOIN application a ON a.id = e.application
WHERE a.number = $1 AND e.kind <> 'view' AND e.actor LIKE 'officer:%' LIMIT 100
