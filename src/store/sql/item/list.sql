-- The requirements of an application, in the order of the service.
-- in: application
-- out: code, state, fault, note, original, original_by
-- rows: at most 40
SELECT code, state, fault, note, original, original_by FROM item WHERE application = $1 ORDER BY place
