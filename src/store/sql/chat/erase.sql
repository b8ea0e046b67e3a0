-- A chat begins anew.
-- in: id, state
-- out: nothing
-- rows: none
UPDATE chat SET state = $2, draft = NULL, quiet_at = NULL, waiting_since = NULL, human_until = 0 WHERE id = $1
