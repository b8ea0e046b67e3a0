-- Links into the form of an application end.
-- in: application, now
-- out: nothing
-- rows: none
UPDATE link SET expires_at = min(expires_at, $2) WHERE application = $1
