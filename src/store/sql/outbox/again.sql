-- Not sent; later.
-- in: id, due_at, code, as_template
-- out: nothing
-- rows: none
UPDATE outbox SET state = 'waiting', due_at = $2, code = $3, as_template = $4 WHERE id = $1
