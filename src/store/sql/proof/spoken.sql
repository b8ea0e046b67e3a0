-- Messages whose code is worth nothing any more.
-- in: expired before, limit
-- out: token hash, outbox
-- rows: at most limit
SELECT token_hash, outbox FROM proof WHERE outbox IS NOT NULL AND expires_at < $1 LIMIT $2
