-- A chat, the newest last.
-- in: chat, id before, limit
-- out: id, direction, kind, at, body, officer, scan, status, officer name
-- rows: at most limit
SELECT id, direction, kind, at, body, officer, scan, status, name FROM (
  SELECT m.id, m.direction, m.kind, m.at, m.body, m.officer, m.scan, m.status, o.name
  FROM message m LEFT JOIN officer o ON o.id = m.officer WHERE m.chat = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3
) ORDER BY id
