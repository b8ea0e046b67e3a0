-- Late: it goes up.
-- in: id, now, officer or 0
-- out: nothing
-- rows: none
UPDATE complaint SET escalated_at = $2, assigned = CASE WHEN $3 <> 0 THEN $3 ELSE assigned END,
  state = CASE WHEN state = 'baru' AND $3 <> 0 THEN 'ditangani' ELSE state END WHERE id = $1 AND escalated_at = 0
