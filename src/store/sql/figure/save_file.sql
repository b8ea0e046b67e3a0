-- What is known of a file now.
-- in: application, service, channel, state, submitted_at, submitted_day, due_at, paused_at, paused_ms, since, worked_ms, answered, ready, visit_day, judged, open, late_at or null
-- out: nothing
-- rows: none
INSERT INTO figure_file (application, service, channel, state, submitted_at, submitted_day, due_at, paused_at, paused_ms, since,
  worked_ms, answered, ready, visit_day, judged, open, late_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (application) DO UPDATE SET state = excluded.state, paused_at = excluded.paused_at, paused_ms = excluded.paused_ms,
  since = excluded.since, worked_ms = excluded.worked_ms, answered = excluded.answered, ready = excluded.ready,
  visit_day = excluded.visit_day, judged = excluded.judged, open = excluded.open, late_at = excluded.late_at
