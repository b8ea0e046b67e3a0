-- The answer to the complainant.
-- in: id, answer, now, officer
-- out: nothing
-- rows: none
UPDATE complaint SET state = 'dijawab', answer = $2, answered_at = $3, answered_by = $4 WHERE id = $1 AND state <> 'dijawab'
