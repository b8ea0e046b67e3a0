-- It cannot be as promised, or can be again; only over the version that was read.
-- in: id, version, disturbed, now
-- out: nothing
-- rows: none
UPDATE booking SET version = version + 1, disturbed = $3, changed_at = $4 WHERE id = $1 AND version = $2
