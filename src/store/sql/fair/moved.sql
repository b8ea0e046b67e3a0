-- The events were replayed up to here; only from where it was.
-- in: from, to
-- out: nothing
-- rows: none
UPDATE fair_cursor SET seq = $2 WHERE id = 1 AND seq = $1
