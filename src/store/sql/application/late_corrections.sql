-- Corrections nobody sent.
-- in: now, limit
-- out: id
-- rows: at most limit
SELECT id FROM application WHERE state = 'needs_correction' AND correct_until < $1 ORDER BY correct_until LIMIT $2
