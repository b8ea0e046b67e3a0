-- Who was served before older ones, the newest first.
-- in: from, until, limit
-- out: number, service, at, officer, overtaken, channel, reason, note, who gave it
-- rows: at most limit
SELECT a.number, f.service, f.at, f.officer, f.overtaken, a.channel, COALESCE(r.reason, ''), COALESCE(r.note, ''), COALESCE(r.officer, 0)
FROM fair_start f JOIN application a ON a.id = f.application LEFT JOIN fair_reason r ON r.application = f.application
WHERE f.at >= $1 AND f.at < $2 AND f.overtaken > 0 ORDER BY f.at DESC, f.application DESC LIMIT $3
