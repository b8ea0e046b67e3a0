-- What an officer looked at, the newest first.
-- in: officer, seq before, limit
-- out: seq, at, kind, number or null
-- rows: at most limit
SELECT l.seq, e.at, e.kind, a.number FROM fair_look l JOIN event e ON e.seq = l.seq LEFT JOIN application a ON a.id = e.application
WHERE l.officer = $1 AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3
