-- The end of the event chain, under a key the store does not hold: without it the last rows could be removed unseen.
CREATE TABLE chain_head (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  mac BLOB    NOT NULL                   -- HMAC-SHA-256 (link key) over seq and hash of the last event
) STRICT;
