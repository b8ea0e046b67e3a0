-- A signed call came; the same one again is none.
-- in: key, webhook id, now
-- out: nothing
-- rows: none
INSERT INTO partner_call (key, webhook_id, at) VALUES ($1, $2, $3)
