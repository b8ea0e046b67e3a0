-- A picture made of a scan.
-- in: scan, kind, page, width, height, size, sha256, pack, pack_at, pack_size, key
-- out: nothing
-- rows: none
INSERT OR REPLACE INTO scan_copy (scan, kind, page, width, height, size, sha256, pack, pack_at, pack_size, key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
