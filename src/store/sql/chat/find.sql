-- The chat of a contact with one of the office's numbers.
-- in: number id, contact
-- out: id, state, draft, window_until, last_in_at, quiet_at, waiting_since, human_until
-- rows: one or none
SELECT id, state, draft, window_until, last_in_at, quiet_at, waiting_since, human_until FROM chat
WHERE number_id = $1 AND contact = $2
