-- The chat after one turn.
-- in: id, state, draft or null, quiet_at or null, waiting_since or null, human_until
-- out: nothing
-- rows: none
UPDATE chat SET state = $2, draft = $3, quiet_at = $4, waiting_since = $5, human_until = $6 WHERE id = $1
