-- The original was compared.
-- in: application, code, result, officer, at
-- out: nothing
-- rows: none
UPDATE item SET original = $3, original_by = $4, original_at = $5 WHERE application = $1 AND code = $2
