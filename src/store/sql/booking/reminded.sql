-- A reminder was given; only over the moment that made it due, so that it is given once.
-- in: id, remind_at that was, next or null
-- out: nothing
-- rows: none
UPDATE booking SET remind_at = $3 WHERE id = $1 AND remind_at = $2
