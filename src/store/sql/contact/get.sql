-- A citizen by id.
-- in: id
-- out: phone, bsuid, name, opted_out, unreachable_at, reverify_at
-- rows: one or none
SELECT phone, bsuid, name, opted_out, unreachable_at, reverify_at FROM contact WHERE id = $1
