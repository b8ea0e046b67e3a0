-- What the cage found out about a scan. look_at: when it is due to be looked at; NULL: done.
ALTER TABLE scan ADD COLUMN look_at INTEGER DEFAULT 0;
CREATE INDEX scan_to_look ON scan (look_at, created_at) WHERE look_at IS NOT NULL;

CREATE TABLE scan_look (
  scan       TEXT    PRIMARY KEY REFERENCES scan (id),
  at         INTEGER NOT NULL,
  problem    TEXT    NOT NULL,             -- domain/look: fine, broken ...
  faults     INTEGER NOT NULL,             -- a bit each
  scores     TEXT    NOT NULL,             -- JSON: {"blurred":120 ...}; empty: not judged
  pages      INTEGER NOT NULL,
  width      INTEGER NOT NULL,
  height     INTEGER NOT NULL,
  paper      TEXT    NOT NULL,             -- which paper it seems to be
  paper_sure INTEGER NOT NULL,
  reads      TEXT    NOT NULL,             -- JSON: what was read
  likeness   BLOB,
  note       TEXT    NOT NULL DEFAULT '',  -- the name of a virus
  told_at    INTEGER                       -- when the citizen heard of its faults
) STRICT;

-- Pictures to look at instead of the original, without its notes (place, phone). Each is sealed with a key of its own.
CREATE TABLE scan_copy (
  scan      TEXT    NOT NULL REFERENCES scan (id),
  kind      TEXT    NOT NULL,              -- thumb, view
  page      INTEGER NOT NULL,
  width     INTEGER NOT NULL,
  height    INTEGER NOT NULL,
  size      INTEGER NOT NULL,
  sha256    BLOB    NOT NULL,
  pack      TEXT    NOT NULL,
  pack_at   INTEGER NOT NULL,
  pack_size INTEGER NOT NULL,
  key       BLOB    NOT NULL,
  PRIMARY KEY (scan, kind, page)
) STRICT, WITHOUT ROWID;

-- Where the same file or the same picture may be found again: parts of its hash and of its likeness.
CREATE TABLE scan_mark (
  mark INTEGER NOT NULL,
  scan TEXT    NOT NULL,
  PRIMARY KEY (mark, scan)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_mark_scan ON scan_mark (scan);

CREATE TABLE scan_twin (                   -- both ways
  scan     TEXT    NOT NULL,
  other    TEXT    NOT NULL,
  distance INTEGER NOT NULL,               -- -1: the very same file
  PRIMARY KEY (scan, other)
) STRICT, WITHOUT ROWID;

-- A scan whose key is destroyed takes with it all that was made of it: whoever destroys it cannot forget one.
CREATE TRIGGER scan_destroyed AFTER UPDATE OF key ON scan WHEN NEW.key IS NULL BEGIN
  DELETE FROM scan_copy WHERE scan = NEW.id;
  DELETE FROM scan_look WHERE scan = NEW.id;
  DELETE FROM scan_mark WHERE scan = NEW.id;
  DELETE FROM scan_twin WHERE other = NEW.id AND scan IN (SELECT other FROM scan_twin WHERE scan = NEW.id);
  DELETE FROM scan_twin WHERE scan = NEW.id;
  UPDATE scan SET look_at = NULL, verdict = '' WHERE id = NEW.id;
END;
