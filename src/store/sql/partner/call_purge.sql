-- Calls whose time stamp is no longer taken anyway.
-- in: before
-- out: nothing
-- rows: none
DELETE FROM partner_call WHERE at < $1
