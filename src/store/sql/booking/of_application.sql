-- The newest living booking to fetch this document.
-- in: application
-- out: id
-- rows: at most 1
SELECT id FROM booking WHERE application = $1 AND state IN ('held', 'waiting', 'offered', 'booked')
ORDER BY id DESC LIMIT 1
