-- What is known of a ticket that was called on that day.
-- in: day, ticket
-- out: seq of the call that may be taken back, its time, its counter, was it the first of the day
-- rows: one or none
SELECT call_seq, call_at, counter, first FROM figure_ticket WHERE day = $1 AND ticket = $2
