-- Who gave an answer that was just written joins the sums.
-- in: id
-- out: nothing
-- rows: none
INSERT INTO skm_people (quarter, what, code, n)
SELECT quarter, 'sex', sex, 1 FROM skm_answer WHERE id = $1
UNION ALL SELECT quarter, 'age', age, 1 FROM skm_answer WHERE id = $1
UNION ALL SELECT quarter, 'education', education, 1 FROM skm_answer WHERE id = $1
UNION ALL SELECT quarter, 'job', job, 1 FROM skm_answer WHERE id = $1
ON CONFLICT (quarter, what, code) DO UPDATE SET n = n + 1
