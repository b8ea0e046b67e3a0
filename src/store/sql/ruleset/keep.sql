-- The rules as they are now, once.
-- in: service, version, body, now
-- out: nothing
-- rows: none
INSERT INTO ruleset (service, version, body, first_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
