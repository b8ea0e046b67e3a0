-- A citizen by phone number.
-- in: phone
-- out: id, name, opted_out, bsuid
-- rows: one or none
SELECT id, name, opted_out, bsuid FROM contact WHERE phone = $1
