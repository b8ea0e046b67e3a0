-- Links nobody used.
-- in: today
-- out: nothing
-- rows: none
DELETE FROM skm_invite WHERE expires_day < $1
