-- Who came long ago is a number in the counts and nobody any more.
-- in: changed before
-- out: nothing
-- rows: none
UPDATE booking SET name = '', phone = '', address = '', note = '', chat = NULL, contact = NULL
WHERE id IN (SELECT id FROM booking WHERE name <> '' AND changed_at < $1 AND state NOT IN ('held', 'waiting', 'offered', 'requested') AND starts_at < $1 LIMIT 500)
