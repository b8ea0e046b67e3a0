-- Somebody handles it.
-- in: id, officer
-- out: nothing
-- rows: none
UPDATE complaint SET assigned = $2, state = CASE WHEN state = 'baru' THEN 'ditangani' ELSE state END WHERE id = $1
