-- When the next timer fires.
-- in: nothing
-- out: quiet_at
-- rows: one (0 = none)
SELECT COALESCE((SELECT MIN(quiet_at) FROM chat WHERE quiet_at IS NOT NULL), 0)
