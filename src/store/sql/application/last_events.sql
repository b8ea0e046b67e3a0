-- Where the events of each application end, for the verifier.
-- in: id after, limit
-- out: id, last event or 0
-- rows: at most limit
SELECT id, last_event FROM application WHERE id > $1 ORDER BY id LIMIT $2
