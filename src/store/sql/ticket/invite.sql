-- Somebody is told to come in, or near.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE ticket SET invited_at = $2 WHERE id = $1 AND invited_at = 0
