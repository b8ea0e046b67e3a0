-- Sizes for the doctor.
-- in: now
-- out: applications, scans, events, webhooks waiting, messages waiting, photos waiting, numbers stopped, officers
-- rows: one
SELECT (SELECT COUNT(*) FROM application), (SELECT COUNT(*) FROM scan), (SELECT COALESCE(MAX(seq), 0) FROM event),
       (SELECT COUNT(*) FROM webhook WHERE done_at IS NULL),
       (SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending', 'unknown') AND due_at <= $1),
       (SELECT COUNT(*) FROM media WHERE done_at IS NULL),
       (SELECT COUNT(*) FROM number_state WHERE stopped_at IS NOT NULL), (SELECT COUNT(*) FROM officer)
