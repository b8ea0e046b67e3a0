-- Whether a virus was found in a scan.
-- in: scan
-- out: note
-- rows: one or none
SELECT note FROM scan_look WHERE scan = $1 AND problem = 'virus'
