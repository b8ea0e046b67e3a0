-- A chat, the newest last.
-- in: chat, id before, limit
-- out: id, direction, kind, at, body, officer, scan, status, officer name, erased_at, scan without key, destroyed_at, destroyed_for
-- rows: at most limit
SELECT id, direction, kind, at, body, officer, scan, status, name, erased_at, gone, destroyed_at, destroyed_for FROM (
  SELECT m.id, m.direction, m.kind, m.at, m.body, m.officer, m.scan, m.status, o.name, m.erased_at,
    m.scan IS NOT NULL AND s.key IS NULL AS gone, s.destroyed_at, s.destroyed_for
  FROM message m LEFT JOIN officer o ON o.id = m.officer LEFT JOIN scan s ON s.id = m.scan
  WHERE m.chat = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3
) ORDER BY id
