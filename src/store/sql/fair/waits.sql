-- Somebody comes into the line.
-- in: application
-- out: nothing
-- rows: none
INSERT INTO fair_wait (application, service, due_at) SELECT id, service, due_at FROM application WHERE id = $1 AND due_at <> 0
ON CONFLICT (application) DO NOTHING
