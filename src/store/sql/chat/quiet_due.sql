-- Chats whose collecting timer has fired.
-- in: now
-- out: id
-- rows: at most 50
SELECT id FROM chat WHERE quiet_at IS NOT NULL AND quiet_at <= $1 ORDER BY quiet_at LIMIT 50
