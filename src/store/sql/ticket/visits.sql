-- Visits by day, line, kind and channel.
-- in: hall, first day, last day
-- out: day, line, kind, channel, count, done
-- rows: at most 5000
SELECT day, letter, kind, channel, COUNT(*), SUM(state = 'done') FROM ticket WHERE hall = $1 AND day BETWEEN $2 AND $3
GROUP BY day, letter, kind, channel ORDER BY day, letter, kind, channel LIMIT 5000
