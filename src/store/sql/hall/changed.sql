-- Something happened in a hall: whoever watches looks again.
-- in: hall
-- out: nothing
-- rows: none
INSERT INTO hall (code, version) VALUES ($1, 1) ON CONFLICT (code) DO UPDATE SET version = version + 1
