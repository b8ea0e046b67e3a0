-- How many were told to come in and are not done.
-- in: hall, day, limit
-- out: count
-- rows: one
SELECT COUNT(*) FROM (SELECT 1 FROM ticket WHERE hall = $1 AND day = $2 AND invited_at > 0 AND state IN ('waiting', 'held', 'called') LIMIT $3)
