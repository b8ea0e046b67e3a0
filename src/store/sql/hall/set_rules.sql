-- The head changed what the day asks for.
-- in: hall, rules
-- out: nothing
-- rows: none
INSERT INTO hall (code, version, rules) VALUES ($1, 1, $2)
ON CONFLICT (code) DO UPDATE SET version = version + 1, rules = excluded.rules
