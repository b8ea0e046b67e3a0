-- What came in is not kept: it answered the survey.
-- in: id
-- out: nothing
-- rows: none
UPDATE webhook SET body = x'' WHERE id = $1
