-- What changed since the last look.
-- in: nothing
-- out: hall, version
-- rows: at most 100
SELECT code, version FROM hall ORDER BY code LIMIT 100
