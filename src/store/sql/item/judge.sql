-- Right, or faulty with a reason.
-- in: application, code, state, fault, note
-- out: nothing
-- rows: none
UPDATE item SET state = $3, fault = $4, note = $5 WHERE application = $1 AND code = $2
