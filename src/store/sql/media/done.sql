-- Fetched and sealed, or given up with the problem named.
-- in: id, now, problem
-- out: nothing
-- rows: none
UPDATE media SET done_at = $2, problem = $3 WHERE id = $1
