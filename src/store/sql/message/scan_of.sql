-- The photo a message brought.
-- in: message id
-- out: scan
-- rows: one or none
SELECT scan FROM message WHERE id = $1 AND scan IS NOT NULL
