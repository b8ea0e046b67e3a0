-- The one question went into the outbox.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE sync_round SET asked_at = $2 WHERE id = $1 AND asked_at = 0 AND answer = ''
