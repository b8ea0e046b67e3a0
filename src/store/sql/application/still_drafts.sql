-- Drafts of the pages that lie still and were not reminded of.
-- in: changed before, changed after, limit
-- out: id
-- rows: at most limit
SELECT id FROM application WHERE state = 'draft' AND changed_at < $1 AND changed_at > $2 AND reminded_at = 0 AND channel = 'web'
AND contact IS NOT NULL ORDER BY changed_at LIMIT $3
