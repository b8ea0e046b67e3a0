-- A copy's key was wrapped for another office key; only where it is still the one that was read.
-- in: id as walk_copies gives it, key now, key before
-- out: nothing
-- rows: none
UPDATE scan_copy SET key = $2 WHERE scan = substr($1, 1, 22) AND key = $3
