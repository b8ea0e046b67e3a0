-- The last step of a counter that can be undone.
-- in: hall, counter
-- out: step, at, officer, current, credit, priority_run, pickup_last, called_at, ticket, state_after, calls_after
-- rows: one or none
SELECT step, at, officer, current, credit, priority_run, pickup_last, called_at, ticket, state_after, calls_after
FROM counter_undo WHERE hall = $1 AND counter = $2
