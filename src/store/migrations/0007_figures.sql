-- The figures of the office: what the events count for, added up by day (docs/figures.md). Everything here can be made
-- again from the events: `loket figures rebuild`.

CREATE TABLE figure_cursor (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,                  -- the last event that was counted
  at  INTEGER NOT NULL                   -- when that was done
) STRICT;
INSERT INTO figure_cursor (id, seq, at) VALUES (1, 0, 0);

CREATE TABLE figure_file (               -- what is known of a file so far: domain/figures.h, struct tally
  application   INTEGER PRIMARY KEY,
  service       TEXT    NOT NULL,
  channel       TEXT    NOT NULL,
  state         TEXT    NOT NULL,
  submitted_at  INTEGER NOT NULL,
  submitted_day INTEGER NOT NULL,        -- local, days since 1970
  due_at        INTEGER NOT NULL,
  paused_at     INTEGER NOT NULL,
  paused_ms     INTEGER NOT NULL,
  since         INTEGER NOT NULL,
  worked_ms     INTEGER NOT NULL,
  answered      INTEGER NOT NULL,
  ready         INTEGER NOT NULL,
  visit_day     INTEGER NOT NULL,
  judged        TEXT    NOT NULL,
  open          INTEGER NOT NULL,
  late_at       INTEGER                  -- when the promise breaks unless something happens
) STRICT;
CREATE INDEX figure_file_open ON figure_file (submitted_day, application) WHERE open = 1;
CREATE INDEX figure_file_late ON figure_file (late_at, application) WHERE late_at IS NOT NULL;

CREATE TABLE figure_mark (               -- the list behind each number
  measure     TEXT    NOT NULL,
  day         INTEGER NOT NULL,
  service     TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  place       INTEGER NOT NULL,          -- seq of the event * 128 + which of its marks
  application INTEGER NOT NULL,
  value       INTEGER NOT NULL,
  PRIMARY KEY (measure, day, service, key, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE figure_day (                -- how many marks there are
  measure TEXT    NOT NULL,
  day     INTEGER NOT NULL,
  service TEXT    NOT NULL,
  key     TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (measure, day, service, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE figure_open (               -- how many files are open, by the day they came
  day     INTEGER NOT NULL,
  service TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (day, service, state)
) STRICT, WITHOUT ROWID;
