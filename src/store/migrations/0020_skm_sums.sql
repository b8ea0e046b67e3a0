-- The index of satisfaction is summed from these alone, without a look at the answers' own rows.
CREATE INDEX skm_answer_sums ON skm_answer (quarter, service, requirements, procedure, time, cost, product, competence, behaviour,
  complaints, facilities);
CREATE INDEX skm_answer_people ON skm_answer (quarter, sex, age, education, job);
