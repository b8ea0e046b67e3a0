-- What was due when it was counted last.
-- in: nothing
-- out: counted_at, scans, held, purged_at
-- rows: one or none
SELECT counted_at, scans, held, purged_at FROM papers_due WHERE id = 1
