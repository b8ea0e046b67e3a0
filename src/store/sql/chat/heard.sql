-- The citizen wrote: the 24-hour window moves, never back.
-- in: id, at, window_until
-- out: nothing
-- rows: none
UPDATE chat SET last_in_at = MAX(last_in_at, $2), window_until = MAX(window_until, $3) WHERE id = $1
