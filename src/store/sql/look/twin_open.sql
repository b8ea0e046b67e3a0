-- The same picture of the same citizen, still current, that came before and lies in the same place.
-- in: scan
-- out: id
-- rows: one or none
SELECT o.id FROM scan s JOIN scan_twin t ON t.scan = s.id JOIN scan o ON o.id = t.other
WHERE s.id = $1 AND s.contact = o.contact AND s.application IS o.application AND s.source = 'whatsapp' AND o.replaced_at IS NULL
  AND s.requirement IS NULL AND (o.created_at, o.rowid) < (s.created_at, s.rowid) AND t.distance <= 8 LIMIT 1
