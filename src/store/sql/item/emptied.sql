-- The last scan of a requirement was tied elsewhere: it is missing again.
-- in: application, code
-- out: nothing
-- rows: none
UPDATE item SET state = 'missing', fault = '', note = '' WHERE application = $1 AND code = $2
  AND state IN ('received', 'accepted', 'faulty')
  AND NOT EXISTS (SELECT 1 FROM scan s WHERE s.application = $1 AND s.requirement = $2 AND s.replaced_at IS NULL)
