-- When the newest event happened.
-- in: nothing
-- out: at
-- rows: one or none
SELECT at FROM event ORDER BY seq DESC LIMIT 1
