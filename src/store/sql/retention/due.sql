-- Scans of settled applications that still have a key, for the retention rules to judge.
-- in: application after, scan after, limit, newest settled, final state, final state, final state, final state
-- out: application, number, state, settled at, held, scan, requirement, came at, pack, pack_at, pack_size, key
-- rows: at most limit
SELECT a.id, a.number, a.state, COALESCE(h.at, a.changed_at), l.application IS NOT NULL, s.id, s.requirement, s.created_at,
  s.pack, s.pack_at, s.pack_size, s.key
FROM application a JOIN scan s ON s.application = a.id LEFT JOIN handover h ON h.application = a.id
  LEFT JOIN legal_hold l ON l.application = a.id
WHERE a.id >= $1 AND (a.id > $1 OR s.id > $2) AND a.state IN ($5, $6, $7, $8) AND a.changed_at <= $4 AND s.key IS NOT NULL
ORDER BY a.id, s.id LIMIT $3
