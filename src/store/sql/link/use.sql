-- The form was sent.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL
