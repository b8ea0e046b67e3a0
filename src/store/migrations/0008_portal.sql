-- The citizens' portal: phone numbers proved by a code, browsers that proved one, and one reminder a draft.
CREATE TABLE proof (                     -- a code on its way to a phone number
  token_hash BLOB    PRIMARY KEY,        -- SHA-256 of the token in the address of the page the code is typed into
  phone      TEXT    NOT NULL,
  kind       TEXT    NOT NULL,           -- whatsapp, counter (an officer's), none (nothing was sent)
  code_hash  BLOB    NOT NULL,           -- HMAC under the link key: the store alone tells no code
  service    TEXT    NOT NULL DEFAULT '', -- what the citizen was about to begin
  answers    TEXT    NOT NULL DEFAULT '{}',
  tries      INTEGER NOT NULL DEFAULT 0,
  outbox     INTEGER,                    -- the message with the code, until it is blotted out
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX proof_phone ON proof (phone, created_at);
CREATE INDEX proof_outbox ON proof (expires_at) WHERE outbox IS NOT NULL;

CREATE TABLE visit (                     -- a browser whose phone number is proved
  token_hash BLOB    PRIMARY KEY,        -- SHA-256 of the cookie
  contact    INTEGER NOT NULL REFERENCES contact (id),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_contact ON visit (contact);

ALTER TABLE application ADD COLUMN reminded_at INTEGER NOT NULL DEFAULT 0; -- of a draft that lies still: once
