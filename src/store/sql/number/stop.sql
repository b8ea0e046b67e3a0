-- A number of the office cannot send: token or account.
-- in: number id, at or null, reason
-- out: nothing
-- rows: none
INSERT INTO number_state (number_id, stopped_at, reason) VALUES ($1, $2, $3)
ON CONFLICT (number_id) DO UPDATE SET stopped_at = excluded.stopped_at, reason = excluded.reason
