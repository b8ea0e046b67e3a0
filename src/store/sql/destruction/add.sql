-- A record of destruction.
-- in: at, actor, cause, request or null, scans, applications, key id, body
-- out: id
-- rows: one
INSERT INTO destruction (at, actor, cause, request, scans, applications, key_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
