-- A ticket is again what it was before the last step of a counter.
-- in: id, state after that step, calls after it, hall, counter
-- out: nothing
-- rows: none
UPDATE ticket SET (state, line, kind, order_at, came_back, returns, invited_at, called_at, calls, counter, officer, ended_at) =
  (SELECT u.state, u.line, u.kind, u.order_at, u.came_back, u.returns, u.invited_at, u.ticket_called_at, u.calls, u.ticket_counter,
    u.ticket_officer, u.ended_at FROM counter_undo u WHERE u.hall = $4 AND u.counter = $5)
WHERE id = $1 AND state = $2 AND calls = $3
