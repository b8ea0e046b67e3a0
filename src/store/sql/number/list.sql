-- How the office's numbers are.
-- in: nothing
-- out: number_id, stopped_at, reason, paused_until
-- rows: at most 100
SELECT number_id, stopped_at, reason, paused_until FROM number_state ORDER BY number_id LIMIT 100
