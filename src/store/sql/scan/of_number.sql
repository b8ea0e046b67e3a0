-- Where a scan of an application lies, and its wrapped key, by the number people say.
-- in: id, number
-- out: as scan/get
-- rows: one or none
SELECT s.application, s.requirement, s.type, s.size, s.sha256, s.pack, s.pack_at, s.pack_size, s.key, s.contact, s.replaced_at
FROM scan s JOIN application a ON a.id = s.application WHERE s.id = $1 AND a.number = $2
