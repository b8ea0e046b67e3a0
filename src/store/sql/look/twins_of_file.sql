-- Where pictures of a file were seen before: in other files, or from other people.
-- in: application
-- out: scan, distance, number of the other file or null, name of who sent it, requirement there, service there
-- rows: at most 50
SELECT t.scan, t.distance, a.number, coalesce(a.applicant, c.name, ''), coalesce(o.requirement, ''), coalesce(a.service, '')
FROM scan s JOIN scan_twin t ON t.scan = s.id JOIN scan o ON o.id = t.other
  LEFT JOIN application a ON a.id = o.application LEFT JOIN contact c ON c.id = o.contact
WHERE s.application = $1 AND o.application IS NOT s.application AND (o.application IS NOT NULL OR o.contact IS NOT s.contact)
  AND s.replaced_at IS NULL ORDER BY t.distance, o.created_at LIMIT 50
