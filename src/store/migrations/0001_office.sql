-- Who works here ------------------------------------------------------------------------------------

CREATE TABLE officer (
  id           INTEGER PRIMARY KEY,
  login        TEXT    NOT NULL UNIQUE,  -- lower case
  name         TEXT    NOT NULL,
  role         TEXT    NOT NULL,         -- domain/role.h
  password     TEXT    NOT NULL,         -- libsodium's string: algorithm, cost, salt, hash
  disabled     INTEGER NOT NULL DEFAULT 0,
  failed       INTEGER NOT NULL DEFAULT 0, -- wrong passwords in a row
  locked_until INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash BLOB    PRIMARY KEY,        -- SHA-256 of the cookie: a stolen store opens no session
  officer    INTEGER NOT NULL REFERENCES officer (id),
  csrf       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE api_token (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  role       TEXT    NOT NULL,
  token_hash BLOB    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

-- The rules as they were when an application was judged by them ---------------------------------------

CREATE TABLE ruleset (
  service  TEXT    NOT NULL,
  version  TEXT    NOT NULL,             -- first 12 hex digits of the file's SHA-256
  body     TEXT    NOT NULL,             -- the YAML file itself
  first_at INTEGER NOT NULL,
  PRIMARY KEY (service, version)
) STRICT;

-- Citizens on WhatsApp ---------------------------------------------------------------------------------

CREATE TABLE contact (
  id             INTEGER PRIMARY KEY,
  phone          TEXT UNIQUE,            -- digits with country code; WhatsApp may hide it
  bsuid          TEXT UNIQUE,            -- WhatsApp's id of this person towards this office
  name           TEXT,
  opted_out      INTEGER NOT NULL DEFAULT 0,
  unreachable_at INTEGER,                -- WhatsApp said so (131026)
  reverify_at    INTEGER,                -- another person may hold the number (137000, number change)
  created_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE chat (
  id           INTEGER PRIMARY KEY,
  number_id    TEXT    NOT NULL,         -- which of the office's numbers
  contact      INTEGER NOT NULL REFERENCES contact (id),
  state        TEXT    NOT NULL DEFAULT '', -- domain/conversation, JSON
  draft        INTEGER,                  -- application in state draft
  window_until INTEGER NOT NULL DEFAULT 0, -- free words are allowed until then
  last_in_at   INTEGER NOT NULL DEFAULT 0,
  quiet_at     INTEGER,                  -- when the collecting timer fires
  waiting_since INTEGER,                 -- a person waits for an officer
  human_until  INTEGER NOT NULL DEFAULT 0, -- the bot is silent until then
  UNIQUE (number_id, contact)
) STRICT;
CREATE INDEX chat_quiet ON chat (quiet_at) WHERE quiet_at IS NOT NULL;
CREATE INDEX chat_waiting ON chat (waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX chat_recent ON chat (last_in_at, id);

CREATE TABLE message (
  id        INTEGER PRIMARY KEY,
  chat      INTEGER NOT NULL REFERENCES chat (id),
  number_id TEXT    NOT NULL,
  wamid     TEXT,
  direction TEXT    NOT NULL,            -- in, out
  kind      TEXT    NOT NULL,            -- text, choice, photo, document, voice, other, note
  at        INTEGER NOT NULL,            -- as the sender's clock says
  seen_at   INTEGER NOT NULL,            -- when it came to us: the order of work
  body      TEXT    NOT NULL DEFAULT '',
  officer   INTEGER,                     -- who wrote it
  scan      TEXT,
  status    INTEGER NOT NULL DEFAULT 0,  -- sent 1, delivered 2, read 3, played 4, failed 9
  outbox    INTEGER,
  UNIQUE (number_id, wamid)
) STRICT;
CREATE INDEX message_thread ON message (chat, id);
CREATE INDEX message_outbox ON message (outbox) WHERE outbox IS NOT NULL;

-- Applications -------------------------------------------------------------------------------------------

CREATE TABLE application (
  id            INTEGER PRIMARY KEY,
  number        TEXT    UNIQUE,          -- MTR-7K4P-2Q9X; a draft has none
  status_hash   BLOB    NOT NULL UNIQUE, -- of the token in /s/{token}
  service       TEXT    NOT NULL,
  ruleset       TEXT    NOT NULL,        -- version in table ruleset
  state         TEXT    NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1, -- counts changes: the slower of two officers is told
  channel       TEXT    NOT NULL,
  chat          INTEGER,
  contact       INTEGER,
  applicant     TEXT    NOT NULL DEFAULT '',
  phone         TEXT    NOT NULL DEFAULT '',
  phone_last4   TEXT    NOT NULL DEFAULT '',
  answers       TEXT    NOT NULL DEFAULT '{}',
  data          TEXT    NOT NULL DEFAULT '{}',
  delivery      TEXT    NOT NULL,
  originals     TEXT    NOT NULL,
  owner         INTEGER NOT NULL DEFAULT 0, -- officer; negative: api token
  checked_by    INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  submitted_at  INTEGER NOT NULL DEFAULT 0,
  due_at        INTEGER NOT NULL DEFAULT 0, -- place in the line: set once, never moved
  changed_at    INTEGER NOT NULL,
  paused_at     INTEGER NOT NULL DEFAULT 0, -- since when the published time stands still
  paused_ms     INTEGER NOT NULL DEFAULT 0, -- how long it stood still before; the published time ends that much later
  correct_until INTEGER NOT NULL DEFAULT 0,
  held_from     TEXT    NOT NULL DEFAULT '',
  hold_reason   TEXT    NOT NULL DEFAULT '',
  hold_note     TEXT    NOT NULL DEFAULT '',
  siak_number   TEXT    NOT NULL DEFAULT '',
  result_kind   TEXT    NOT NULL DEFAULT '',
  result_number TEXT    NOT NULL DEFAULT '',
  shelf         TEXT    NOT NULL DEFAULT '',
  ground        TEXT    NOT NULL DEFAULT '', -- of a refusal or cancellation
  advice        TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX application_line ON application (state, due_at, id);
CREATE INDEX application_service_line ON application (service, state, due_at, id);
CREATE INDEX application_open_line ON application (due_at, id)
  WHERE state NOT IN ('draft', 'completed', 'refused', 'cancelled', 'expired');
CREATE INDEX application_contact ON application (contact, id) WHERE contact IS NOT NULL;
CREATE INDEX application_owner ON application (owner, due_at, id) WHERE owner <> 0;
CREATE INDEX application_phone ON application (phone, id) WHERE phone <> '';
CREATE INDEX application_drafts ON application (changed_at) WHERE state = 'draft';
CREATE INDEX application_late_corrections ON application (correct_until) WHERE state = 'needs_correction';

CREATE TABLE item (
  application INTEGER NOT NULL REFERENCES application (id),
  code        TEXT    NOT NULL,
  place       INTEGER NOT NULL,          -- order within the service
  state       TEXT    NOT NULL DEFAULT 'missing',
  fault       TEXT    NOT NULL DEFAULT '',
  note        TEXT    NOT NULL DEFAULT '',
  original    TEXT    NOT NULL DEFAULT 'unchecked',
  original_by INTEGER NOT NULL DEFAULT 0,
  original_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (application, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE scan (
  id           TEXT    PRIMARY KEY,
  application  INTEGER,
  contact      INTEGER,
  requirement  TEXT,                     -- NULL: not tied to anything yet
  type         TEXT    NOT NULL,         -- by content, never by name
  size         INTEGER NOT NULL,
  sha256       BLOB    NOT NULL,
  pack         TEXT    NOT NULL,
  pack_at      INTEGER NOT NULL,
  pack_size    INTEGER NOT NULL,
  key          BLOB,                     -- its own key, wrapped; NULL: destroyed
  created_at   INTEGER NOT NULL,
  replaced_at  INTEGER,                  -- a better photo came
  verdict      TEXT    NOT NULL DEFAULT '',
  source       TEXT    NOT NULL,
  file_name    TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX scan_application ON scan (application, created_at) WHERE application IS NOT NULL;
CREATE INDEX scan_contact ON scan (contact, sha256) WHERE contact IS NOT NULL;

CREATE TABLE handover (
  application INTEGER PRIMARY KEY REFERENCES application (id),
  at          INTEGER NOT NULL,
  officer     INTEGER NOT NULL,
  receiver    TEXT    NOT NULL,
  relation    TEXT    NOT NULL DEFAULT '',
  identity_kind  TEXT NOT NULL,
  identity_last4 TEXT NOT NULL DEFAULT '',
  proxy       INTEGER NOT NULL DEFAULT 0,
  proxy_letter INTEGER NOT NULL DEFAULT 0,
  note        TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE link (                      -- one-time links into forms
  token_hash  BLOB    PRIMARY KEY,
  kind        TEXT    NOT NULL,          -- form, upload
  application INTEGER NOT NULL REFERENCES application (id),
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  used_at     INTEGER
) STRICT;
CREATE INDEX link_application ON link (application);

-- What happened, for ever ----------------------------------------------------------------------------------

CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,       -- without gaps
  at          INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  application INTEGER,
  actor       TEXT    NOT NULL,          -- officer:3, token:1, citizen, system
  data        TEXT    NOT NULL,          -- JSON
  hash        BLOB    NOT NULL           -- SHA-256 over the hash before and this row
) STRICT;
CREATE INDEX event_application ON event (application, seq) WHERE application IS NOT NULL;

-- In and out -------------------------------------------------------------------------------------------------

CREATE TABLE webhook (                   -- raw bodies, stored before they are answered
  id          INTEGER PRIMARY KEY,
  body        BLOB    NOT NULL,
  received_at INTEGER NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 0,
  due_at      INTEGER NOT NULL DEFAULT 0,
  done_at     INTEGER
) STRICT;
CREATE INDEX webhook_open ON webhook (due_at, id) WHERE done_at IS NULL;
CREATE INDEX webhook_done ON webhook (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE media (                     -- photos still lying at WhatsApp
  id         INTEGER PRIMARY KEY,
  message    INTEGER NOT NULL UNIQUE REFERENCES message (id),
  number_id  TEXT    NOT NULL,
  media_id   TEXT    NOT NULL,
  sha256     BLOB,
  mime       TEXT    NOT NULL DEFAULT '',
  file_name  TEXT    NOT NULL DEFAULT '',
  caption    TEXT    NOT NULL DEFAULT '',
  quoted     TEXT    NOT NULL DEFAULT '',
  tries      INTEGER NOT NULL DEFAULT 0,
  due_at     INTEGER NOT NULL,
  done_at    INTEGER,
  problem    TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX media_open ON media (due_at, id) WHERE done_at IS NULL;

CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY,
  number_id   TEXT    NOT NULL,
  chat        INTEGER NOT NULL REFERENCES chat (id),
  application INTEGER,
  say         TEXT    NOT NULL,          -- domain/message, JSON
  state       TEXT    NOT NULL DEFAULT 'waiting', -- waiting, sending, unknown, sent, failed
  as_template INTEGER NOT NULL DEFAULT 0,
  tries       INTEGER NOT NULL DEFAULT 0,
  due_at      INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  wamid       TEXT,
  code        INTEGER NOT NULL DEFAULT 0,
  problem     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_open ON outbox (due_at, id) WHERE state IN ('waiting', 'sending', 'unknown');
CREATE INDEX outbox_wamid ON outbox (wamid) WHERE wamid IS NOT NULL;
CREATE INDEX outbox_chat ON outbox (chat, id) WHERE state IN ('waiting', 'sending', 'unknown');

CREATE TABLE early_status (              -- a status that came before the answer to our call
  wamid  TEXT    NOT NULL,
  status INTEGER NOT NULL,
  code   INTEGER NOT NULL DEFAULT 0,
  at     INTEGER NOT NULL,
  PRIMARY KEY (wamid, status)
) STRICT;

CREATE TABLE number_state (              -- of the office's own WhatsApp numbers
  number_id    TEXT PRIMARY KEY,
  stopped_at   INTEGER,                  -- token or account trouble: nothing is sent until an admin looked
  reason       TEXT    NOT NULL DEFAULT '',
  paused_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE idempotency (
  token      INTEGER NOT NULL,
  key        TEXT    NOT NULL,
  body_hash  BLOB    NOT NULL,
  status     INTEGER NOT NULL,
  answer     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX idempotency_old ON idempotency (created_at);
