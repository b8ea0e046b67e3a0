-- Who answered in a quarter, as sums.
-- in: quarter
-- out: what ('sex', 'age', 'education', 'job'), code, how many
-- rows: one a group
SELECT what, code, n FROM skm_people WHERE quarter = $1 ORDER BY what, code
