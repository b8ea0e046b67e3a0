-- How often each officer looked.
-- in: nothing
-- out: officer, looks, last seq
-- rows: at most 500
SELECT officer, COUNT(*), MAX(seq) FROM fair_look GROUP BY officer ORDER BY officer LIMIT 500
