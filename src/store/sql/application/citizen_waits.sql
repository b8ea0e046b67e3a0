-- Does the citizen of a file wait for an officer's answer?
-- in: number
-- out: 1
-- rows: one or none
SELECT 1 FROM application a JOIN chat c ON c.contact = a.contact
WHERE a.number = $1 AND c.waiting_since IS NOT NULL LIMIT 1
