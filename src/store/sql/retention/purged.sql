-- The worker destroyed what was due.
-- in: now
-- out: nothing
-- rows: none
UPDATE papers_due SET purged_at = $1 WHERE id = 1
