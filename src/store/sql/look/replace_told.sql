-- A new photo came for a paper whose photo the citizen was asked to take again: the old one is kept, but no longer current.
-- in: application, requirement, now
-- out: nothing
-- rows: none
UPDATE scan SET replaced_at = $3 WHERE application = $1 AND requirement = $2 AND replaced_at IS NULL AND verdict <> ''
  AND id IN (SELECT l.scan FROM scan_look l WHERE l.scan = scan.id AND l.told_at IS NOT NULL)
