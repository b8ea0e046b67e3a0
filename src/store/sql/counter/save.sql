-- A counter has somebody, or nobody.
-- in: hall, counter, day, ticket, officer, credit, priority_run, pickup_last, called_at
-- out: nothing
-- rows: none
INSERT INTO counter_day (hall, counter, day, ticket, officer, credit, priority_run, pickup_last, called_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (hall, counter, day) DO UPDATE SET ticket = excluded.ticket, officer = excluded.officer, credit = excluded.credit,
  priority_run = excluded.priority_run, pickup_last = excluded.pickup_last, called_at = excluded.called_at
