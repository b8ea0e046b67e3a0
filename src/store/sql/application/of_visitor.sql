-- What a proved phone number may open: drafts of this citizen, files of this citizen or phone.
-- in: contact, phone, limit
-- out: id
-- rows: at most limit
SELECT id FROM (
  SELECT id FROM application WHERE contact = $1 AND (state = 'draft' OR number IS NOT NULL)
  UNION SELECT id FROM application WHERE phone = $2 AND phone <> '' AND number IS NOT NULL
) ORDER BY id DESC LIMIT $3
