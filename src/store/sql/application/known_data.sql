-- What this citizen typed last time.
-- in: contact
-- out: data
-- rows: one or none
SELECT data FROM application WHERE contact = $1 AND data <> '{}' ORDER BY id DESC LIMIT 1
