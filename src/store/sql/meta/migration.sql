-- The checksum a migration had when it ran.
-- in: version
-- out: checksum
-- rows: one or none
SELECT checksum FROM migration WHERE version = $1
