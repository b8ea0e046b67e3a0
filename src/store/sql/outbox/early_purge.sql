-- Early statuses that found their message, or never will.
-- in: at before
-- out: nothing
-- rows: none
DELETE FROM early_status WHERE at < $1
