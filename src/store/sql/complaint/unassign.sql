-- Who turned out to be the one it is about handles it no longer.
-- in: id, officer
-- out: nothing
-- rows: none
UPDATE complaint SET assigned = 0 WHERE id = $1 AND assigned = $2
