-- The requirements of an application, in no order: sorting costs more than reading them.
-- in: application
-- out: code, state, fault, note, original, original_by, place
-- rows: at most 40
SELECT code, state, fault, note, original, original_by, place FROM item WHERE application = $1
