-- An answer that was just written joins the sums.
-- in: id
-- out: nothing
-- rows: none
INSERT INTO skm_sum (quarter, service, answers, requirements_sum, requirements_n, procedure_sum, procedure_n,
  time_sum, time_n, cost_sum, cost_n, product_sum, product_n, competence_sum, competence_n, behaviour_sum,
  behaviour_n, complaints_sum, complaints_n, facilities_sum, facilities_n)
SELECT quarter, service, 1, COALESCE(requirements, 0), requirements IS NOT NULL, COALESCE(procedure, 0),
  procedure IS NOT NULL, COALESCE(time, 0), time IS NOT NULL, COALESCE(cost, 0), cost IS NOT NULL,
  COALESCE(product, 0), product IS NOT NULL, COALESCE(competence, 0), competence IS NOT NULL, COALESCE(behaviour, 0),
  behaviour IS NOT NULL, COALESCE(complaints, 0), complaints IS NOT NULL, COALESCE(facilities, 0),
  facilities IS NOT NULL
FROM skm_answer WHERE id = $1
ON CONFLICT (quarter, service) DO UPDATE SET answers = answers + 1,
  requirements_sum = requirements_sum + excluded.requirements_sum,
  requirements_n = requirements_n + excluded.requirements_n, procedure_sum = procedure_sum + excluded.procedure_sum,
  procedure_n = procedure_n + excluded.procedure_n, time_sum = time_sum + excluded.time_sum,
  time_n = time_n + excluded.time_n, cost_sum = cost_sum + excluded.cost_sum, cost_n = cost_n + excluded.cost_n,
  product_sum = product_sum + excluded.product_sum, product_n = product_n + excluded.product_n,
  competence_sum = competence_sum + excluded.competence_sum, competence_n = competence_n + excluded.competence_n,
  behaviour_sum = behaviour_sum + excluded.behaviour_sum, behaviour_n = behaviour_n + excluded.behaviour_n,
  complaints_sum = complaints_sum + excluded.complaints_sum, complaints_n = complaints_n + excluded.complaints_n,
  facilities_sum = facilities_sum + excluded.facilities_sum, facilities_n = facilities_n + excluded.facilities_n
