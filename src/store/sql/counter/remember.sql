-- A counter is about to do a step with a ticket: both as they are now.
-- in: hall, counter, step, now, officer, current, credit, priority_run, pickup_last, called_at, ticket, state after, calls after
-- out: nothing
-- rows: none
INSERT INTO counter_undo (hall, counter, step, at, officer, current, credit, priority_run, pickup_last, called_at, ticket, state_after,
  calls_after, state, line, kind, order_at, came_back, returns, invited_at, ticket_called_at, calls, ticket_counter, ticket_officer, ended_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, id, $12, $13, state, line, kind, order_at, came_back, returns, invited_at, called_at,
  calls, counter, officer, ended_at FROM ticket WHERE id = $11
ON CONFLICT (hall, counter) DO UPDATE SET step = excluded.step, at = excluded.at, officer = excluded.officer, current = excluded.current,
  credit = excluded.credit, priority_run = excluded.priority_run, pickup_last = excluded.pickup_last, called_at = excluded.called_at,
  ticket = excluded.ticket, state_after = excluded.state_after, calls_after = excluded.calls_after, state = excluded.state,
  line = excluded.line, kind = excluded.kind, order_at = excluded.order_at, came_back = excluded.came_back, returns = excluded.returns,
  invited_at = excluded.invited_at, ticket_called_at = excluded.ticket_called_at, calls = excluded.calls,
  ticket_counter = excluded.ticket_counter, ticket_officer = excluded.ticket_officer, ended_at = excluded.ended_at
