-- Links that ran out long ago.
-- in: expired before
-- out: nothing
-- rows: none
DELETE FROM link WHERE expires_at < $1
