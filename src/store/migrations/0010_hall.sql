-- The hall: tickets, counters, people inside ---------------------------------------------------------------

CREATE TABLE hall (
  code     TEXT    PRIMARY KEY,          -- loket.yaml
  version  INTEGER NOT NULL DEFAULT 0,   -- counts changes: boards and phones look at it
  rules    TEXT    NOT NULL DEFAULT '{}' -- domain/hall.h hall_rules, as far as changed, JSON
) STRICT;

CREATE TABLE hall_day (
  hall    TEXT    NOT NULL,
  day     INTEGER NOT NULL,              -- days since 1970 in the office's zone
  inside  INTEGER NOT NULL DEFAULT 0,    -- as the door counts
  entered INTEGER NOT NULL DEFAULT 0,
  most    INTEGER NOT NULL DEFAULT 0,    -- inside at once
  PRIMARY KEY (hall, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_last (               -- numbers come from here, never from MAX + 1
  hall   TEXT    NOT NULL,
  day    INTEGER NOT NULL,
  letter TEXT    NOT NULL,
  last   INTEGER NOT NULL,
  PRIMARY KEY (hall, day, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
  id             INTEGER PRIMARY KEY,
  hall           TEXT    NOT NULL,
  day            INTEGER NOT NULL,
  letter         TEXT    NOT NULL,       -- with n what stands on the paper; never changes
  n              INTEGER NOT NULL,
  line           TEXT    NOT NULL,       -- where it waits now
  state          TEXT    NOT NULL,       -- domain/queue.h
  kind           TEXT    NOT NULL,
  priority       TEXT    NOT NULL DEFAULT '',
  reason         TEXT    NOT NULL DEFAULT '', -- why it is urgent
  channel        TEXT    NOT NULL,
  person         TEXT    NOT NULL DEFAULT '', -- phone, c<contact>, b<browser>: one living ticket each; erased after the day
  chat           INTEGER,                -- where the person hears of it
  token_hash     BLOB    NOT NULL,       -- of /antre/{token}
  application    TEXT    NOT NULL DEFAULT '', -- number of the file, when it is known
  taken_at       INTEGER NOT NULL,
  order_at       INTEGER NOT NULL,       -- the place in the line
  appointment_at INTEGER NOT NULL DEFAULT 0,
  came_back      INTEGER NOT NULL DEFAULT 0,
  returns        INTEGER NOT NULL DEFAULT 0,
  invited_at     INTEGER NOT NULL DEFAULT 0, -- told to come in, or near
  called_at      INTEGER NOT NULL DEFAULT 0, -- last time
  calls          INTEGER NOT NULL DEFAULT 0,
  counter        INTEGER NOT NULL DEFAULT 0,
  officer        INTEGER NOT NULL DEFAULT 0,
  ended_at       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (hall, day, letter, n)
) STRICT;
CREATE UNIQUE INDEX ticket_living ON ticket (person, day) WHERE person <> '' AND state IN ('waiting', 'held', 'called');
CREATE UNIQUE INDEX ticket_token ON ticket (token_hash);
CREATE INDEX ticket_line ON ticket (hall, day, line, order_at, id) WHERE state IN ('waiting', 'held', 'called');
CREATE INDEX ticket_invited ON ticket (hall, day) WHERE invited_at > 0 AND state IN ('waiting', 'held', 'called');
CREATE INDEX ticket_calls ON ticket (hall, day, called_at) WHERE called_at > 0;
CREATE INDEX ticket_people ON ticket (day) WHERE person <> '';

CREATE TABLE counter_day (               -- what a counter called lately: domain/queue.h turns
  hall         TEXT    NOT NULL,
  counter      INTEGER NOT NULL,
  day          INTEGER NOT NULL,
  ticket       INTEGER NOT NULL DEFAULT 0, -- who is there now
  officer      INTEGER NOT NULL DEFAULT 0,
  credit       INTEGER NOT NULL DEFAULT 0,
  priority_run INTEGER NOT NULL DEFAULT 0,
  pickup_last  INTEGER NOT NULL DEFAULT 0,
  called_at    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (hall, counter, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (                    -- a kiosk, a board, the guard's phone at the door
  id         INTEGER PRIMARY KEY,
  kind       TEXT    NOT NULL,
  hall       TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  token_hash BLOB    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER
) STRICT;

CREATE TABLE print_job (                 -- tickets on their way to a printer
  id         INTEGER PRIMARY KEY,
  ticket     INTEGER NOT NULL REFERENCES ticket (id),
  url        TEXT    NOT NULL,           -- for the QR code
  state      TEXT    NOT NULL DEFAULT 'waiting', -- waiting, printed, failed
  problem    TEXT    NOT NULL DEFAULT '',
  tries      INTEGER NOT NULL DEFAULT 0,
  due_at     INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX print_job_open ON print_job (due_at, id) WHERE state = 'waiting';
CREATE INDEX print_job_ticket ON print_job (ticket);
