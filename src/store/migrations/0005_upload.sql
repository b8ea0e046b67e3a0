-- Uploads that take several requests (tus). Their bytes lie sealed in a part file until they are all there; then they
-- become a scan in a pack. A row that is done stays until it runs out, so that a client whose answer was lost learns it.
CREATE TABLE upload (
  id          INTEGER PRIMARY KEY,
  token_hash  BLOB    NOT NULL UNIQUE,   -- SHA-256 of the token in its address; its beginning names the part file
  application INTEGER NOT NULL REFERENCES application (id),
  requirement TEXT    NOT NULL,
  file_name   TEXT    NOT NULL,
  metadata    TEXT    NOT NULL,          -- as the client gave it
  length      INTEGER NOT NULL,
  here        INTEGER NOT NULL DEFAULT 0, -- bytes of the file that were acknowledged
  sealed      INTEGER NOT NULL DEFAULT 0, -- bytes they take in the part file
  key         BLOB,                      -- of the part file, wrapped; NULL: done, or given up
  created_at  INTEGER NOT NULL,
  touched_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  done_at     INTEGER,
  awaited     INTEGER NOT NULL DEFAULT 1 -- a corrected file does not go back to the officers before it is here
) STRICT;
CREATE INDEX upload_application ON upload (application);
CREATE INDEX upload_expires ON upload (expires_at);
CREATE INDEX upload_stuck ON upload (touched_at) WHERE awaited = 1;
