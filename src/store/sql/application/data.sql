-- What was typed in.
-- in: id, data, applicant, now
-- out: nothing
-- rows: none
UPDATE application SET data = $2, applicant = $3, changed_at = $4, version = version + 1 WHERE id = $1
