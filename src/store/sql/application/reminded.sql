-- The citizen was reminded of a draft.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE application SET reminded_at = $2 WHERE id = $1
