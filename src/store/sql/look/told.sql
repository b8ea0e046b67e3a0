-- The citizen heard what is wrong with the photos of his draft, or of the file with this number.
-- in: draft or null, number, now
-- out: nothing
-- rows: none
UPDATE scan_look SET told_at = $3 WHERE told_at IS NULL AND scan IN
  (SELECT id FROM scan WHERE application = coalesce($1, (SELECT id FROM application WHERE number = $2)) AND replaced_at IS NULL AND verdict <> '')
