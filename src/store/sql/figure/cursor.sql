-- How far the events are counted.
-- in: nothing
-- out: seq, at, newest event's seq
-- rows: one
SELECT seq, at, (SELECT COALESCE(MAX(seq), 0) FROM event) FROM figure_cursor WHERE id = 1
