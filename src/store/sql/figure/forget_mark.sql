-- All of it is to be counted again.
-- in: nothing
-- out: nothing
-- rows: none
DELETE FROM figure_mark
