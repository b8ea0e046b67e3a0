-- A try is under way; if we die meanwhile, it is due again then.
-- in: id, due_at
-- out: nothing
-- rows: none
UPDATE delivery SET tries = tries + 1, due_at = $2 WHERE id = $1 AND state = 'waiting'
