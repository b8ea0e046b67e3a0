-- The events up to a place are counted; only from where it was.
-- in: seq before, seq, now
-- out: nothing
-- rows: none
UPDATE figure_cursor SET seq = $2, at = $3 WHERE id = 1 AND seq = $1
