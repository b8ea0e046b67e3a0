-- What happened to it last.
-- in: id, seq
-- out: nothing
-- rows: none
UPDATE application SET last_event = $2 WHERE id = $1
