-- What a record says, once all is destroyed.
-- in: id, scans, applications, body
-- out: nothing
-- rows: none
UPDATE destruction SET scans = $2, applications = $3, body = $4 WHERE id = $1
