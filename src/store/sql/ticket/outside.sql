-- Does anybody wait who was not told to come in?
-- in: hall, day
-- out: 1 or 0
-- rows: one
SELECT EXISTS (SELECT 1 FROM ticket WHERE hall = $1 AND day = $2 AND state IN ('waiting', 'held', 'called') AND state = 'waiting' AND invited_at = 0)
