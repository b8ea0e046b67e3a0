-- What must not be destroyed though its time is over: a court, the police or an audit asks for it.
CREATE TABLE legal_hold (
  application INTEGER PRIMARY KEY REFERENCES application (id),
  reason      TEXT    NOT NULL,
  set_by      INTEGER NOT NULL,          -- officer; 0: `loket hold`
  set_at      INTEGER NOT NULL
) STRICT;

-- A person asks to see, correct or erase his data (UU 27/2022): to be answered within three times 24 hours.
CREATE TABLE data_request (
  id          INTEGER PRIMARY KEY,
  kind        TEXT    NOT NULL,          -- see, correct, erase
  application INTEGER REFERENCES application (id),
  channel     TEXT    NOT NULL,          -- status, counter, whatsapp, letter
  asked       TEXT    NOT NULL DEFAULT '', -- in the person's words
  received_at INTEGER NOT NULL,
  due_at      INTEGER NOT NULL,
  outcome     TEXT    NOT NULL DEFAULT 'open', -- open, done, refused
  reply       TEXT    NOT NULL DEFAULT '', -- what the person reads
  officer     INTEGER NOT NULL DEFAULT 0,  -- who closed it
  closed_at   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX data_request_open ON data_request (due_at, id) WHERE outcome = 'open';
CREATE INDEX data_request_application ON data_request (application, id) WHERE application IS NOT NULL;
CREATE INDEX data_request_closed ON data_request (closed_at, id) WHERE outcome <> 'open';

-- Records of destruction (berita acara pemusnahan): what was destroyed, when, by whom, why. No content, no names.
CREATE TABLE destruction (
  id           INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  actor        TEXT    NOT NULL,         -- as in table event
  cause        TEXT    NOT NULL,         -- retention, request
  request      INTEGER,
  scans        INTEGER NOT NULL,
  applications INTEGER NOT NULL,
  key_id       TEXT    NOT NULL,         -- of the office key the destroyed keys were wrapped for
  body         TEXT    NOT NULL          -- JSON: one entry an application and class
) STRICT;
