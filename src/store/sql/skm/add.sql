-- An answer.
-- in: id, quarter, service, channel, nine scores or null, sex, age, education, job, remark
-- out: nothing
-- rows: none
INSERT INTO skm_answer (id, quarter, service, channel, requirements, procedure, time, cost, product, competence, behaviour, complaints,
  facilities, sex, age, education, job, remark)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
