-- Was a paper of this application destroyed, or everything of it erased because its person asked?
-- in: application
-- out: 1
-- rows: one or none
SELECT 1 WHERE EXISTS (SELECT 1 FROM scan WHERE application = $1 AND key IS NULL AND replaced_at IS NULL)
  OR EXISTS (SELECT 1 FROM data_request WHERE application = $1 AND kind = 'erase' AND outcome = 'done')
