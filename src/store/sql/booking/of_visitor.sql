-- What a proved phone number has before it: appointments of this citizen or phone, soonest first, those without a time last.
-- in: contact, phone, now, limit
-- out: id
-- rows: at most limit
SELECT id FROM (
  SELECT id, starts_at, ends_at, state, expires_at FROM booking WHERE contact = $1
  UNION SELECT id, starts_at, ends_at, state, expires_at FROM booking WHERE phone = $2 AND phone <> ''
) WHERE state IN ('waiting', 'offered', 'requested', 'booked') AND (starts_at = 0 OR ends_at > $3) OR state = 'held' AND expires_at > $3
ORDER BY starts_at = 0, starts_at, id LIMIT $4
