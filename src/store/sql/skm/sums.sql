-- Sums of the nine elements by quarter and service.
-- in: first quarter, last quarter
-- out: quarter, service, answers, then of each element the sum and how many
-- rows: one a quarter and service
SELECT quarter, service, answers, requirements_sum, requirements_n, procedure_sum, procedure_n, time_sum, time_n,
  cost_sum, cost_n, product_sum, product_n, competence_sum, competence_n, behaviour_sum, behaviour_n, complaints_sum,
  complaints_n, facilities_sum, facilities_n
FROM skm_sum WHERE quarter BETWEEN $1 AND $2 ORDER BY quarter, service
