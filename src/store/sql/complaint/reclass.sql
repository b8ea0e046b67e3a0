-- Another kind of work, another date; counted from the day it came.
-- in: id, class, due_at
-- out: nothing
-- rows: none
UPDATE complaint SET class = $2, due_at = $3 WHERE id = $1 AND state <> 'dijawab'
