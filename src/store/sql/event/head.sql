-- Where the chain ends, as it was written down.
-- in: nothing
-- out: seq, mac
-- rows: one or none
SELECT seq, mac FROM chain_head WHERE id = 1
