-- This ticket was called, or its last call taken back.
-- in: day, ticket, seq of the call that may be taken back, its time, its counter, was it the first of the day
-- out: nothing
-- rows: none
INSERT INTO figure_ticket (day, ticket, call_seq, call_at, counter, first) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (day, ticket) DO UPDATE SET call_seq = excluded.call_seq, call_at = excluded.call_at, counter = excluded.counter,
  first = excluded.first
