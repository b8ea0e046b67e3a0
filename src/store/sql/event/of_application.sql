-- What happened to an application, the oldest first.
-- in: application
-- out: seq, at, kind, actor, data, hash
-- rows: at most 500
SELECT seq, at, kind, actor, data, hash FROM event WHERE application = $1 ORDER BY seq LIMIT 500
