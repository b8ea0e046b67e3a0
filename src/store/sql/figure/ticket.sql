-- Was this ticket called before on that day?
-- in: day, ticket
-- out: how many, 0 or 1
-- rows: one
SELECT COUNT(*) FROM figure_ticket WHERE day = $1 AND ticket = $2
