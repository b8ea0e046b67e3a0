-- What was written, in no order.
-- in: quarter, limit
-- out: remark
-- rows: at most limit
SELECT remark FROM skm_answer WHERE quarter = $1 AND remark <> '' ORDER BY id LIMIT $2
