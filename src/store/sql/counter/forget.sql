-- The last step of a counter can no longer be undone.
-- in: hall, counter
-- out: nothing
-- rows: none
DELETE FROM counter_undo WHERE hall = $1 AND counter = $2
