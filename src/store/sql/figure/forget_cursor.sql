-- From the first event on.
-- in: nothing
-- out: nothing
-- rows: none
UPDATE figure_cursor SET seq = 0, at = 0 WHERE id = 1
