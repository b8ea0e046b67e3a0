-- A supervisor decided: wrong originals are open again.
-- in: application
-- out: nothing
-- rows: none
UPDATE item SET original = 'unchecked', original_by = 0, original_at = 0
WHERE application = $1 AND original IN ('different', 'doubtful', 'not_brought')
