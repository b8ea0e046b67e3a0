-- Who waits for an officer, the longest first.
-- in: limit
-- out: id, contact name, phone, number id, waiting_since, window_until, last_in_at, last words, human_until
-- rows: at most limit
SELECT c.id, k.name, k.phone, c.number_id, c.waiting_since, c.window_until, c.last_in_at,
  (SELECT body FROM message m WHERE m.chat = c.id ORDER BY m.id DESC LIMIT 1), c.human_until
FROM chat c JOIN contact k ON k.id = c.contact WHERE c.waiting_since IS NOT NULL ORDER BY c.waiting_since, c.id LIMIT $1
