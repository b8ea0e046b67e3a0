-- Its only call of the day was taken back.
-- in: day, ticket
-- out: nothing
-- rows: none
DELETE FROM figure_ticket WHERE day = $1 AND ticket = $2
