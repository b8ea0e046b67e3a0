-- A ticket waits again, in this line and at this place.
-- in: id, state before, line, order_at, came back, returns, kind
-- out: nothing
-- rows: none
UPDATE ticket SET state = 'waiting', line = $3, order_at = $4, came_back = $5, returns = $6, kind = $7, ended_at = 0,
  counter = 0 WHERE id = $1 AND state = $2
