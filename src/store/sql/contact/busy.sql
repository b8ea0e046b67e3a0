-- Another application of a citizen that is open, a draft too, or held: his chats are still needed for it.
-- in: contact, application that does not count
-- out: 1
-- rows: one or none
SELECT 1 FROM application a WHERE a.contact = $1 AND a.id <> $2 AND (a.state NOT IN ('completed', 'refused', 'cancelled', 'expired')
  OR EXISTS (SELECT 1 FROM legal_hold h WHERE h.application = a.id)) LIMIT 1
