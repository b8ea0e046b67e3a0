-- Too fast: this number rests.
-- in: number id, paused_until
-- out: nothing
-- rows: none
INSERT INTO number_state (number_id, paused_until) VALUES ($1, $2)
ON CONFLICT (number_id) DO UPDATE SET paused_until = excluded.paused_until
