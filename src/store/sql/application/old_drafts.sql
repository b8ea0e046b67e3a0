-- Drafts nobody touched for long.
-- in: changed before, limit
-- out: id
-- rows: at most limit
SELECT id FROM application WHERE state = 'draft' AND changed_at < $1 ORDER BY changed_at LIMIT $2
