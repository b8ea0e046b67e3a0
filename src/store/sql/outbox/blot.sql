-- A message that held a code: what it said is forgotten; one that never went out never will.
-- in: id
-- out: nothing
-- rows: none
UPDATE outbox SET say = '{"kind":"text"}', state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'failed' END WHERE id = $1
