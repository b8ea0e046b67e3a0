-- Something came for it; a faulty one is no longer faulty, an accepted one must be looked at again.
-- in: application, code
-- out: nothing
-- rows: none
UPDATE item SET state = 'received', fault = '', note = '' WHERE application = $1 AND code = $2
