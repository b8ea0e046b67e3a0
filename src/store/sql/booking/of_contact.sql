-- What this contact has before him, soonest first.
-- in: contact, limit
-- out: id
-- rows: at most limit
SELECT id FROM booking WHERE contact = $1 AND state IN ('held', 'waiting', 'offered', 'requested', 'booked')
ORDER BY starts_at, id LIMIT $2
