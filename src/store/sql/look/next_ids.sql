-- Scans to look at now. Whoever sent many waits behind whoever sent one; a chat, where somebody waits for an answer, comes first.
-- in: now, limit
-- out: row
-- rows: at most limit
SELECT row FROM
  (SELECT row, created_at, source, row_number() OVER (PARTITION BY coalesce(contact, -application, -row) ORDER BY created_at, row) AS turn FROM
    (SELECT rowid AS row, contact, application, created_at, source FROM scan
     WHERE look_at IS NOT NULL AND look_at <= $1 AND key IS NOT NULL ORDER BY look_at, created_at LIMIT 2000))
ORDER BY turn, source <> 'whatsapp', created_at, row LIMIT $2
