-- How many wait in a line, counted up to a limit.
-- in: hall, day, line, limit
-- out: count
-- rows: one
SELECT COUNT(*) FROM (SELECT 1 FROM ticket WHERE hall = $1 AND day = $2 AND line = $3 AND state IN ('waiting', 'held', 'called')
  AND state = 'waiting' LIMIT $4)
