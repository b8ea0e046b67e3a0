-- The list behind a number, newest day first.
-- in: measure, first day, last day, service or empty, key or empty ('other': not 'completed'), before day, before service, before key, before place, limit, weekday or -1 (0 = Sunday)
-- out: day, service, key, place, application, value, event's at, number, applicant, state (null without a file), event's data
-- rows: at most limit
SELECT m.day, m.service, m.key, m.place, m.application, m.value, e.at, a.number, a.applicant, a.state, e.data
FROM figure_mark m JOIN event e ON e.seq = m.place / 128 LEFT JOIN application a ON a.id = m.application
WHERE m.measure = $1 AND m.day BETWEEN $2 AND $3 AND ($4 = '' OR m.service = $4) AND ($5 = '' OR m.key = $5 OR ($5 = 'other' AND m.key <> 'completed'))
  AND ($11 < 0 OR (m.day + 4) % 7 = $11)
  AND (m.day, m.service, m.key, m.place) < ($6, $7, $8, $9)
ORDER BY m.day DESC, m.service DESC, m.key DESC, m.place DESC LIMIT $10
