-- Events that are not counted yet.
-- in: seq after, limit
-- out: seq, at, kind, application, actor, data
-- rows: at most limit
SELECT seq, at, kind, application, actor, data FROM event WHERE seq > $1 ORDER BY seq LIMIT $2
