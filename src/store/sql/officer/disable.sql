-- An officer may no longer come in.
-- in: login
-- out: id
-- rows: one or none
UPDATE officer SET disabled = 1 WHERE login = $1 AND disabled = 0 RETURNING id
