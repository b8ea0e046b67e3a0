-- Days and states nothing is open in any more.
-- in: nothing
-- out: nothing
-- rows: none
DELETE FROM figure_open WHERE n = 0
