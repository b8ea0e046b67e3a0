-- All sessions of an officer end (new password, disabled).
-- in: officer
-- out: nothing
-- rows: none
DELETE FROM session WHERE officer = $1
