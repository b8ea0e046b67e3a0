-- A citizen's applications, the newest first.
-- in: contact, limit
-- out: id, number, service, state, ruleset
-- rows: at most limit
SELECT id, number, service, state, ruleset FROM application
WHERE contact = $1 AND state <> 'draft' ORDER BY id DESC LIMIT $2
