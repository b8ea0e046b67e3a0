-- BERHENTI or MULAI.
-- in: id, opted out
-- out: nothing
-- rows: none
UPDATE contact SET opted_out = $2 WHERE id = $1
