-- A scan's key was wrapped for another office key; only where it is still the one that was read.
-- in: id, key now, key before
-- out: nothing
-- rows: none
UPDATE scan SET key = $2 WHERE id = $1 AND key = $3
