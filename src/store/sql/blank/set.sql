-- The stock as it was counted.
-- in: kind, count, expected, now
-- out: nothing
-- rows: none
INSERT INTO blank_stock (kind, count, expected, changed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind) DO UPDATE SET count = excluded.count, expected = excluded.expected, changed_at = excluded.changed_at
