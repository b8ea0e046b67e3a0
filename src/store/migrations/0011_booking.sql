-- Appointments ---------------------------------------------------------------------------------------------

CREATE TABLE booking (
  id           INTEGER PRIMARY KEY,
  number       TEXT    NOT NULL UNIQUE,  -- JT-7K4P-2Q9X
  token_hash   BLOB    NOT NULL UNIQUE,  -- of the token in /janji/{token}
  kind         TEXT    NOT NULL,         -- domain/appointment.h: rekam_baru ... ambil
  state        TEXT    NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  booth        TEXT    NOT NULL DEFAULT '', -- code in the configuration; empty: a visit at home
  starts_at    INTEGER NOT NULL DEFAULT 0,
  ends_at      INTEGER NOT NULL DEFAULT 0,
  channel      TEXT    NOT NULL,
  chat         INTEGER,
  contact      INTEGER,
  application  INTEGER,                  -- whose document is fetched
  name         TEXT    NOT NULL DEFAULT '', -- of who comes
  phone        TEXT    NOT NULL DEFAULT '',
  age          TEXT    NOT NULL DEFAULT '', -- class, not a date of birth
  needs        TEXT    NOT NULL DEFAULT '', -- wheelchair, deaf, blind, carer: what the office prepares
  address      TEXT    NOT NULL DEFAULT '', -- of a visit at home
  reason       TEXT    NOT NULL DEFAULT '', -- of a visit at home: old, ill, disabled, disaster
  note         TEXT    NOT NULL DEFAULT '', -- an officer's
  outcome      TEXT    NOT NULL DEFAULT '', -- recorded, printed, later, refused
  disturbed    TEXT    NOT NULL DEFAULT '', -- central, blanks: told that it cannot be as promised
  moves        INTEGER NOT NULL DEFAULT 0,  -- SEQUENCE of the calendar file
  expires_at   INTEGER,                  -- when a hold, an offer or a wait ends
  remind_at    INTEGER,                  -- the next reminder
  wish_from    INTEGER NOT NULL DEFAULT 0, -- waiting: days it may be, as moments
  wish_until   INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX booking_day ON booking (starts_at, id) WHERE state IN ('booked', 'arrived', 'done', 'no_show');
CREATE INDEX booking_expires ON booking (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX booking_remind ON booking (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX booking_waiting ON booking (created_at, id) WHERE state = 'waiting';
CREATE INDEX booking_requested ON booking (created_at, id) WHERE state = 'requested';
CREATE INDEX booking_contact ON booking (contact, id) WHERE contact IS NOT NULL;
CREATE INDEX booking_phone ON booking (phone, id) WHERE phone <> '';
CREATE INDEX booking_application ON booking (application, id) WHERE application IS NOT NULL;

-- Who has which seat. The key is what two people cannot share.
CREATE TABLE seat (
  booth     TEXT    NOT NULL,
  starts_at INTEGER NOT NULL,
  place     INTEGER NOT NULL,            -- 1 .. capacity of the booth
  booking   INTEGER NOT NULL UNIQUE REFERENCES booking (id),
  PRIMARY KEY (booth, starts_at, place)
) STRICT, WITHOUT ROWID;

-- When nobody is served though the week says so: holidays, collective leave, the central system is down.
CREATE TABLE closure (
  id         INTEGER PRIMARY KEY,
  uid        TEXT    NOT NULL UNIQUE,    -- of the calendar it came from; own ones begin with "loket:"
  hall       TEXT    NOT NULL DEFAULT '', -- empty: the whole office
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  name       TEXT    NOT NULL,           -- "Hari Kemerdekaan"
  source     TEXT    NOT NULL,           -- calendar, officer, central
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX closure_time ON closure (to_at, from_at);

CREATE TABLE blank_stock (               -- cards that can still be printed
  kind       TEXT    PRIMARY KEY,        -- ktp_el
  count      INTEGER NOT NULL,
  expected   TEXT    NOT NULL DEFAULT '', -- date of the next delivery, when there are none
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
