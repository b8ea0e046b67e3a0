-- What stands beside a chat in the inbox.
-- in: chat
-- out: loose photos, number of the running application or null
-- rows: one or none
SELECT (SELECT COUNT(*) FROM scan s WHERE s.contact = c.contact AND s.application IS NULL AND s.replaced_at IS NULL),
  (SELECT a.number FROM application a WHERE a.contact = c.contact AND a.number IS NOT NULL
    AND a.state NOT IN ('completed', 'refused', 'cancelled', 'expired') ORDER BY a.id DESC LIMIT 1)
FROM chat c WHERE c.id = $1
