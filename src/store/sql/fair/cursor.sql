-- How far the events were replayed.
-- in: nothing
-- out: seq
-- rows: one
SELECT seq FROM fair_cursor WHERE id = 1
