-- How many blanks there are.
-- in: kind
-- out: count, expected, changed_at
-- rows: one
SELECT count, expected, changed_at FROM blank_stock WHERE kind = $1
