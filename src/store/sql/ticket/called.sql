-- The last calls of a day.
-- in: hall, day, limit
-- out: every column
-- rows: at most the limit
SELECT id, hall, day, letter, n, line, state, kind, priority, reason, channel, person, chat, application, taken_at, order_at,
  appointment_at, came_back, returns, invited_at, called_at, calls, counter, officer, ended_at
FROM ticket WHERE hall = $1 AND day = $2 AND called_at > 0 ORDER BY called_at DESC LIMIT $3
