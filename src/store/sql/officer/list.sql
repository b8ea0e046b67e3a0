-- Everybody, for the admin and for names on a page.
-- in: nothing
-- out: id, login, name, role, disabled
-- rows: at most 500
SELECT id, login, name, role, disabled FROM officer ORDER BY id LIMIT 500
