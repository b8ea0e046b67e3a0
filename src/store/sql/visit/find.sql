-- Whose browser this is.
-- in: token hash
-- out: contact, created_at, seen_at, phone, reverify_at
-- rows: one or none
SELECT v.contact, v.created_at, v.seen_at, c.phone, c.reverify_at FROM visit v JOIN contact c ON c.id = v.contact WHERE v.token_hash = $1
