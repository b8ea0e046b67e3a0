-- The same number is called once more.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE ticket SET called_at = $2, calls = calls + 1 WHERE id = $1 AND state = 'called'
