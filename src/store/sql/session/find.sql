-- Who holds this cookie.
-- in: token hash
-- out: officer id, csrf, created_at, seen_at, login, name, role, disabled, needs_code, has a second factor
-- rows: one or none
SELECT s.officer, s.csrf, s.created_at, s.seen_at, o.login, o.name, o.role, o.disabled, s.needs_code, o.totp_on
FROM session s JOIN officer o ON o.id = s.officer WHERE s.token_hash = $1
