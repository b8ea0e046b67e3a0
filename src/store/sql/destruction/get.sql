-- One record of destruction.
-- in: id
-- out: at, actor, cause, request, scans, applications, key id, body
-- rows: one or none
SELECT at, actor, cause, request, scans, applications, key_id, body FROM destruction WHERE id = $1
