-- One chat.
-- in: id
-- out: number_id, contact, state, draft, window_until, last_in_at, quiet_at, waiting_since, human_until
-- rows: one or none
SELECT number_id, contact, state, draft, window_until, last_in_at, quiet_at, waiting_since, human_until FROM chat
WHERE id = $1
