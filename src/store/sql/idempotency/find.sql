-- Was this call made before?
-- in: token, key
-- out: body_hash, status, answer
-- rows: one or none
SELECT body_hash, status, answer FROM idempotency WHERE token = $1 AND key = $2
