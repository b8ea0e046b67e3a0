-- The day's rules and the version of a hall.
-- in: hall
-- out: version, rules
-- rows: one or none
SELECT version, rules FROM hall WHERE code = $1
