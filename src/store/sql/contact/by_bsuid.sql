-- A citizen by WhatsApp's own id.
-- in: bsuid
-- out: id, name, opted_out, phone
-- rows: one or none
SELECT id, name, opted_out, phone FROM contact WHERE bsuid = $1
