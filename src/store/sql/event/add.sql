-- Something happened.
-- in: seq, at, kind, application or null, actor, data, hash
-- out: nothing
-- rows: none
INSERT INTO event (seq, at, kind, application, actor, data, hash, previous)
VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT NULLIF(last_event, 0) FROM application WHERE id = $4))
