-- Complaints and reports of illegal fees. Nothing here is tied to an application by a key of its own: who may read a file may
-- not thereby read what was said about him.
CREATE TABLE complaint (
  id           INTEGER PRIMARY KEY,
  ticket       TEXT    NOT NULL UNIQUE,  -- ADU-7K4P-2Q9X
  token_hash   BLOB    NOT NULL UNIQUE,  -- of the token in /lapor/{token}
  kind         TEXT    NOT NULL,
  class        TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  body         TEXT    NOT NULL,
  place        TEXT    NOT NULL DEFAULT '', -- where, when, how much
  officer_name TEXT    NOT NULL DEFAULT '', -- as typed
  number       TEXT    NOT NULL DEFAULT '', -- of an application, as typed
  name         TEXT    NOT NULL DEFAULT '', -- empty: anonymous
  phone        TEXT    NOT NULL DEFAULT '',
  contact      INTEGER,                  -- hears on WhatsApp that it was answered
  created_at   INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  assigned     INTEGER NOT NULL DEFAULT 0,
  answer       TEXT    NOT NULL DEFAULT '',
  answered_at  INTEGER NOT NULL DEFAULT 0,
  answered_by  INTEGER NOT NULL DEFAULT 0,
  escalated_at INTEGER NOT NULL DEFAULT 0,
  lapor_number TEXT    NOT NULL DEFAULT '' -- at SP4N-LAPOR
) STRICT;
CREATE INDEX complaint_open ON complaint (due_at, id) WHERE state <> 'dijawab';
CREATE TABLE complaint_concerned (       -- officers it is about: they read nothing of it
  complaint INTEGER NOT NULL REFERENCES complaint (id),
  officer   INTEGER NOT NULL,
  PRIMARY KEY (complaint, officer)
) STRICT, WITHOUT ROWID;
CREATE INDEX complaint_concerned_officer ON complaint_concerned (officer, complaint);
CREATE TABLE complaint_step (            -- what was done, for who handles it
  id        INTEGER PRIMARY KEY,
  complaint INTEGER NOT NULL REFERENCES complaint (id),
  at        INTEGER NOT NULL,
  officer   INTEGER NOT NULL,            -- 0: Loket itself
  kind      TEXT    NOT NULL,            -- received, assigned, class, concerned, note, lapor, answer, escalated
  text      TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX complaint_step_of ON complaint_step (complaint, id);
