-- How many codes a phone number was sent.
-- in: phone, an hour ago, a day ago
-- out: in the last hour, in the last day, newest or null
-- rows: one
SELECT coalesce(sum(created_at > $2), 0), count(*), max(created_at) FROM proof WHERE phone = $1 AND created_at > $3 AND kind = 'whatsapp'
