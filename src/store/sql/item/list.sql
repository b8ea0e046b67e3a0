-- The requirements of an application, in the order of the service.
-- in: application
-- out: code, state, fault, note, original, scans, original_by, original_at
-- rows: at most 40
SELECT i.code, i.state, i.fault, i.note, i.original,
  (SELECT COUNT(*) FROM scan s WHERE s.application = i.application AND s.requirement = i.code AND s.replaced_at IS NULL),
  i.original_by, i.original_at
FROM item i WHERE i.application = $1 ORDER BY i.place
