-- Every version of the rules that was ever in force.
-- in: nothing
-- out: service, version, body
-- rows: many
SELECT service, version, body FROM ruleset ORDER BY first_at
