-- One more call today.
-- in: partner, day
-- out: calls
-- rows: one
INSERT INTO partner_day (partner, day, calls) VALUES ($1, $2, 1)
ON CONFLICT (partner, day) DO UPDATE SET calls = partner_day.calls + 1 RETURNING calls
