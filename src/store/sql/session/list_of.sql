-- Where an officer is logged in, the last used first.
-- in: officer, token hash of the one who asks, seen after, made after, limit
-- out: created_at, seen_at, is it the one who asks
-- rows: at most limit
SELECT created_at, seen_at, token_hash = $2 FROM session WHERE officer = $1 AND needs_code = 0 AND seen_at >= $3 AND created_at >= $4
ORDER BY seen_at DESC, created_at DESC LIMIT $5
