-- The batches, the newest first.
-- in: id before, limit
-- out: id, made_at, officer, size, exported_at, read_at, answered
-- rows: at most limit
SELECT b.id, b.made_at, b.officer, b.size, b.exported_at, b.read_at,
  (SELECT COUNT(*) FROM sync_round r WHERE r.batch = b.id AND r.batch <> 0 AND r.result <> '')
FROM sync_batch b WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2
