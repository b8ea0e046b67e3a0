-- Where a photo belongs.
-- in: id
-- out: number (null: a draft or nothing), service, requirement, type
-- rows: one or none
SELECT a.number, a.service, s.requirement, s.type FROM scan s LEFT JOIN application a ON a.id = s.application WHERE s.id = $1
