-- The newest ticket of a chat today.
-- in: chat, day
-- out: every column
-- rows: one or none
SELECT id, hall, day, letter, n, line, state, kind, priority, reason, channel, person, chat, application, taken_at, order_at,
  appointment_at, came_back, returns, invited_at, called_at, calls, counter, officer, ended_at
FROM ticket WHERE chat = $1 AND day = $2 AND person <> '' ORDER BY id DESC LIMIT 1
