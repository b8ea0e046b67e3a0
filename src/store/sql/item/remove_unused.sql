-- The situation changed: requirements that no longer apply and that nobody sent anything for.
-- in: application, code
-- out: nothing
-- rows: none
DELETE FROM item WHERE application = $1 AND code = $2
