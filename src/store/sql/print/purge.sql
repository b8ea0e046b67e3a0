-- Printed long ago.
-- in: before
-- out: nothing
-- rows: none
DELETE FROM print_job WHERE created_at < $1
