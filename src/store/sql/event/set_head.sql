-- The chain has grown.
-- in: seq, mac
-- out: nothing
-- rows: none
INSERT INTO chain_head (id, seq, mac) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, mac = excluded.mac
