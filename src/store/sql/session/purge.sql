-- Sessions nobody used for long.
-- in: seen before
-- out: nothing
-- rows: none
DELETE FROM session WHERE seen_at < $1
