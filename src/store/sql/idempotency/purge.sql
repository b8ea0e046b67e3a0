-- Old answers.
-- in: created before
-- out: nothing
-- rows: none
DELETE FROM idempotency WHERE created_at < $1
