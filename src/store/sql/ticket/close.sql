-- Tickets of days that are over.
-- in: today, now
-- out: nothing
-- rows: none
UPDATE ticket SET state = CASE state WHEN 'called' THEN 'done' ELSE 'left' END, ended_at = $2
WHERE day < $1 AND state IN ('waiting', 'held', 'called')
