-- A citizen's photos that belong to no application yet; not what was destroyed.
-- in: contact
-- out: id, requirement, type, size, verdict, created_at, replaced_at, source, file_name, destroyed
-- rows: at most 200
SELECT id, requirement, type, size, verdict, created_at, replaced_at, source, file_name, key IS NULL FROM scan
WHERE contact = $1 AND application IS NULL AND replaced_at IS NULL AND key IS NOT NULL ORDER BY created_at, id LIMIT 200
