-- A wrong password or code. Counted here, not by whoever read the count before: many at once are many.
-- in: id
-- out: failed in a row
-- rows: one or none
UPDATE officer SET failed = failed + 1 WHERE id = $1 RETURNING failed
