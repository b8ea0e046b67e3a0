-- How many applications were completed since a moment.
-- in: since
-- out: count
-- rows: one
SELECT COUNT(*) FROM application WHERE state = 'completed' AND changed_at >= $1
