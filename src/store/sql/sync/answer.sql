-- The citizen answered, or nobody did.
-- in: id, answer, now, note
-- out: nothing
-- rows: none
UPDATE sync_round SET answer = $2, answered_at = $3, answer_note = $4 WHERE id = $1 AND answer = ''
