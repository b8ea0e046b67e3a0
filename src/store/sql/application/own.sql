-- Somebody takes it or gives it back; only from the version that was read.
-- in: id, version, state, owner, now, last event
-- out: nothing
-- rows: none
UPDATE application SET version = version + 1, state = $3, owner = $4, changed_at = $5, last_event = $6 WHERE id = $1 AND version = $2
