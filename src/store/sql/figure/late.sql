-- Files whose promise is broken.
-- in: now, service or empty
-- out: how many
-- rows: one
SELECT COUNT(*) FROM figure_file WHERE late_at IS NOT NULL AND late_at < $1 AND ($2 = '' OR service = $2)
