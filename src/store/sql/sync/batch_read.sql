-- Results of a batch came.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE sync_batch SET read_at = $2 WHERE id = $1
