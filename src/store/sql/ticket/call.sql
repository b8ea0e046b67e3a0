-- A counter calls somebody who waits.
-- in: id, counter, officer, now
-- out: nothing
-- rows: none
UPDATE ticket SET state = 'called', counter = $2, officer = $3, called_at = $4, calls = calls + 1, came_back = 0,
  invited_at = CASE invited_at WHEN 0 THEN $4 ELSE invited_at END WHERE id = $1 AND state = 'waiting'
