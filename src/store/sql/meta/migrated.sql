-- A migration has run.
-- in: version, file, checksum, at
-- out: nothing
-- rows: none
INSERT INTO migration (version, file, checksum, at) VALUES ($1, $2, $3, $4)
