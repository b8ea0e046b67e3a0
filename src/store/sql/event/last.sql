-- The end of the chain.
-- in: nothing
-- out: seq, hash
-- rows: one or none
SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1
