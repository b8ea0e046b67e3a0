-- Where a photo belongs.
-- in: id
-- out: number (null: a draft or nothing), service, requirement, type, whether there is a thumbnail
-- rows: one or none
SELECT a.number, a.service, s.requirement, s.type, EXISTS (SELECT 1 FROM scan_copy k WHERE k.scan = s.id AND k.kind = 'thumb')
FROM scan s LEFT JOIN application a ON a.id = s.application WHERE s.id = $1
