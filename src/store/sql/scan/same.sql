-- The same file from the same citizen, still open.
-- in: contact, sha256
-- out: id, application, requirement
-- rows: one or none
SELECT id, application, requirement FROM scan WHERE contact = $1 AND sha256 = $2 AND replaced_at IS NULL LIMIT 1
