-- One body.
-- in: id
-- out: body, tries
-- rows: one or none
SELECT body, tries FROM webhook WHERE id = $1 AND done_at IS NULL
