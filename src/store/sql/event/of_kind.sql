-- Events of one kind, in order, for the verifier: walks the whole table.
-- in: kind, seq after, limit
-- out: seq, actor, data
-- rows: at most limit
SELECT seq, actor, data FROM event WHERE kind = $1 AND seq > $2 ORDER BY seq LIMIT $3
