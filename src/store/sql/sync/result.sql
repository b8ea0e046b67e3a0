-- What the centre said of one proposal.
-- in: id, result, note, now
-- out: nothing
-- rows: none
UPDATE sync_round SET result = $2, result_note = $3, result_at = $4 WHERE id = $1 AND result = ''
