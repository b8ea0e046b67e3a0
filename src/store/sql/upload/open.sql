-- What is under way for an application, and for one of its requirements.
-- in: application, now, requirement
-- out: uploads, their bytes, uploads of the requirement
-- rows: one
SELECT count(*), coalesce(sum(length), 0), coalesce(sum(requirement = $3), 0) FROM upload
WHERE application = $1 AND done_at IS NULL AND expires_at > $2
