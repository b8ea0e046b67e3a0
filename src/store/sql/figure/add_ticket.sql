-- This ticket was called.
-- in: day, ticket
-- out: nothing
-- rows: none
INSERT INTO figure_ticket (day, ticket) VALUES ($1, $2) ON CONFLICT (day, ticket) DO NOTHING
