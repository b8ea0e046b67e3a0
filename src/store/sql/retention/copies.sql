-- Where the pictures made of a scan lie: their rows go with the scan's key.
-- in: scan
-- out: pack, pack_at, pack_size
-- rows: at most 1000
SELECT pack, pack_at, pack_size FROM scan_copy WHERE scan = $1 LIMIT 1000
