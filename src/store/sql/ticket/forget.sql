-- Who took the tickets of days that are over.
-- in: first day that is kept
-- out: nothing
-- rows: none
UPDATE ticket SET person = '', chat = NULL, application = '' WHERE day < $1 AND (person <> '' OR application <> '')
