-- What a message told about its sender; nothing known is overwritten with nothing.
-- in: id, phone or null, bsuid or null, name or null
-- out: nothing
-- rows: none
UPDATE contact SET phone = COALESCE($2, phone), bsuid = COALESCE($3, bsuid), name = COALESCE($4, name),
  unreachable_at = NULL WHERE id = $1
