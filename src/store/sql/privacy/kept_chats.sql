-- Granted requests to erase whose chats were needed for another application then, and are not now. What must yet be said goes first.
-- in: limit
-- out: application
-- rows: at most limit
WITH asked AS (SELECT r.id, r.application, r.closed_at, COALESCE(a.contact, x.contact) AS contact
  FROM data_request r JOIN application a ON a.id = r.application LEFT JOIN chat x ON x.id = a.chat WHERE r.kind = 'erase' AND r.outcome = 'done')
SELECT q.application FROM asked q
WHERE EXISTS (SELECT 1 FROM chat c JOIN message m ON m.chat = c.id WHERE c.contact = q.contact AND m.erased_at IS NULL AND m.seen_at <= q.closed_at)
  AND NOT EXISTS (SELECT 1 FROM chat c JOIN outbox o ON o.chat = c.id WHERE c.contact = q.contact AND o.state IN ('waiting', 'sending', 'unknown'))
  AND NOT EXISTS (SELECT 1 FROM application b WHERE b.contact = q.contact AND b.id <> q.application
    AND (b.state NOT IN ('completed', 'refused', 'cancelled', 'expired') OR EXISTS (SELECT 1 FROM legal_hold h WHERE h.application = b.id)))
ORDER BY q.id LIMIT $1
