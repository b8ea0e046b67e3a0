-- Who holds this cookie.
-- in: token hash
-- out: officer id, csrf, created_at, seen_at, login, name, role, disabled, needs_code
-- rows: one or none
SELECT s.officer, s.csrf, s.created_at, s.seen_at, o.login, o.name, o.role, o.disabled, s.needs_code
FROM session s JOIN officer o ON o.id = s.officer WHERE s.token_hash = $1
