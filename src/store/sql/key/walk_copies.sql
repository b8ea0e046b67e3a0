-- Wrapped keys of pictures made to look at, for the change to another office key. id: scan, kind and page as one text.
-- in: id after, limit
-- out: id, key
-- rows: at most limit
SELECT scan || ' ' || kind || ' ' || substr('00000' || page, -6), key FROM scan_copy
WHERE scan >= substr($1, 1, 22) AND scan || ' ' || kind || ' ' || substr('00000' || page, -6) > $1 ORDER BY scan, kind, page LIMIT $2
