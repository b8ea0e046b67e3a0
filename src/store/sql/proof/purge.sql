-- Codes of the past.
-- in: created before
-- out: nothing
-- rows: none
DELETE FROM proof WHERE created_at < $1 AND expires_at < $1 AND outbox IS NULL
