-- What is known of a file.
-- in: application
-- out: service, channel, state, submitted_at, due_at, paused_at, paused_ms, since, worked_ms, answered, ready, visit_day, judged
-- rows: one or none
SELECT service, channel, state, submitted_at, due_at, paused_at, paused_ms, since, worked_ms, answered, ready, visit_day, judged
FROM figure_file WHERE application = $1
