-- Partners' machines: what an agreement lets them do stands in services/partners/<code>.yaml; here stand their keys and what
-- they did.
CREATE TABLE partner_key (
  id         INTEGER PRIMARY KEY,
  partner    TEXT    NOT NULL,
  token_hash BLOB    NOT NULL UNIQUE,
  public_key BLOB    NOT NULL,           -- Ed25519: checks its calls
  sandbox    INTEGER NOT NULL DEFAULT 0, -- invented data only
  created_at INTEGER NOT NULL,
  used_at    INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE partner_call (              -- a signed call counts once
  key        INTEGER NOT NULL,
  webhook_id TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (key, webhook_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_call_old ON partner_call (at);
CREATE TABLE partner_day (               -- the quota
  partner TEXT    NOT NULL,
  day     INTEGER NOT NULL,              -- days since 1970 in the office's zone
  calls   INTEGER NOT NULL,
  PRIMARY KEY (partner, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE partner_record (            -- what a partner handed in: a receipt each
  id          INTEGER PRIMARY KEY,
  partner     TEXT    NOT NULL,
  batch       TEXT    NOT NULL,          -- webhook-id of the call
  receipt     TEXT    NOT NULL UNIQUE,
  reference   TEXT    NOT NULL,          -- the partner's own name for it
  number      TEXT    NOT NULL,
  application INTEGER,                   -- NULL: none of this partner has that number
  problem     TEXT    NOT NULL DEFAULT '',
  works       INTEGER NOT NULL DEFAULT 0, -- 1: the partner finds the data, -1: it does not, 0: not said
  received_at INTEGER NOT NULL,
  UNIQUE (partner, reference)
) STRICT;
CREATE INDEX partner_record_application ON partner_record (application, id) WHERE application IS NOT NULL;
CREATE TABLE delivery (                  -- what we tell partners
  id         INTEGER PRIMARY KEY,
  partner    TEXT    NOT NULL,
  webhook_id TEXT    NOT NULL UNIQUE,    -- stays the same through all tries: the partner knows a repeat by it
  kind       TEXT    NOT NULL,
  body       TEXT    NOT NULL,
  state      TEXT    NOT NULL DEFAULT 'waiting', -- waiting, sent, failed
  tries      INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  due_at     INTEGER NOT NULL,
  done_at    INTEGER NOT NULL DEFAULT 0,
  status     INTEGER NOT NULL DEFAULT 0, -- of the last answer
  problem    TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at, id) WHERE state = 'waiting';
CREATE TABLE delivery_try (              -- the log
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  at       INTEGER NOT NULL,
  took_ms  INTEGER NOT NULL,
  status   INTEGER NOT NULL,
  problem  TEXT    NOT NULL
) STRICT;
CREATE INDEX delivery_try_of ON delivery_try (delivery, at);
