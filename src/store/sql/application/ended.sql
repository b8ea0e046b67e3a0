-- It came to a final state, or out of one.
-- in: id, ended_at or 0
-- out: nothing
-- rows: none
UPDATE application SET ended_at = $2 WHERE id = $1
