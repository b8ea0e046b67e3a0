-- Where a picture of a scan lies, and its wrapped key.
-- in: scan, kind, page
-- out: size, sha256, pack, pack_at, pack_size, key
-- rows: one or none
SELECT size, sha256, pack, pack_at, pack_size, key FROM scan_copy WHERE scan = $1 AND kind = $2 AND page = $3
