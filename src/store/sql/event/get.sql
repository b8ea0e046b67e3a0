-- One event.
-- in: seq
-- out: seq, at, kind, actor, data, hash, seq of the one before it of the same application or null
-- rows: one or none
SELECT seq, at, kind, actor, data, hash, previous FROM event WHERE seq = $1
