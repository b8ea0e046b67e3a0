-- The chain from a place on, for the verifier.
-- in: seq after, limit
-- out: seq, at, kind, application, actor, data, hash, previous or null
-- rows: at most limit
SELECT seq, at, kind, application, actor, data, hash, previous FROM event WHERE seq > $1 ORDER BY seq LIMIT $2
