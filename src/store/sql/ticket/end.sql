-- A ticket ends: done, missed or given up; or is put aside.
-- in: id, state before, state, now
-- out: nothing
-- rows: none
UPDATE ticket SET state = $3, ended_at = $4 WHERE id = $1 AND state = $2
