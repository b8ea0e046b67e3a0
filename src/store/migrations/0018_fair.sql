-- First in, first out: the line as the events tell it, replayed in their order (office/fair.c); all of it but the reasons can be made
-- again from the events.
CREATE TABLE fair_cursor (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL                   -- the last event that was replayed
) STRICT;
INSERT INTO fair_cursor (id, seq) VALUES (1, 0);
CREATE TABLE fair_wait (                 -- who stands in the line at the cursor
  application INTEGER PRIMARY KEY,
  service     TEXT    NOT NULL,
  due_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX fair_wait_line ON fair_wait (service, due_at, application);
CREATE TABLE fair_start (                -- who was begun with, and how many older ones stood there then
  application INTEGER PRIMARY KEY,
  service     TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  officer     INTEGER NOT NULL,          -- negative: a machine's token; 0: neither
  overtaken   INTEGER NOT NULL
) STRICT;
CREATE INDEX fair_start_at ON fair_start (at, application);
CREATE TABLE fair_look (                 -- an officer's looks, by time; the event says at what
  officer INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  PRIMARY KEY (officer, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE fair_reason (
  application INTEGER PRIMARY KEY REFERENCES application (id),
  reason      TEXT    NOT NULL,
  note        TEXT    NOT NULL DEFAULT '',
  officer     INTEGER NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
