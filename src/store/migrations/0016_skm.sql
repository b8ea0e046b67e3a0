-- The survey of satisfaction. Nothing here leads from an answer to a person: see docs/figures.md, "Unlinked".

CREATE TABLE skm_invite (                -- a link that works once; gone as soon as it was used
  token_hash  BLOB    PRIMARY KEY,       -- SHA-256; its order is chance, not time
  service     TEXT    NOT NULL,
  channel     TEXT    NOT NULL,
  quarter     TEXT    NOT NULL,          -- 2026-Q4: when the service was completed
  expires_day INTEGER NOT NULL,          -- local, days since 1970
  answers     TEXT    NOT NULL DEFAULT '' -- nine letters, while a chat answers one by one
) STRICT, WITHOUT ROWID;

CREATE TABLE skm_asked (                 -- this application had its link; which one is not known
  application INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE skm_answer (
  id           BLOB PRIMARY KEY,         -- 16 random bytes: no order, no time
  quarter      TEXT NOT NULL,
  service      TEXT NOT NULL,
  channel      TEXT NOT NULL,            -- chat, page: where it was answered
  requirements INTEGER,                  -- 1 to 4; NULL: passed over
  procedure    INTEGER,
  time         INTEGER,
  cost         INTEGER,
  product      INTEGER,
  competence   INTEGER,
  behaviour    INTEGER,
  complaints   INTEGER,
  facilities   INTEGER,
  sex          TEXT NOT NULL DEFAULT '',
  age          TEXT NOT NULL DEFAULT '',
  education    TEXT NOT NULL DEFAULT '',
  job          TEXT NOT NULL DEFAULT '',
  remark       TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX skm_answer_quarter ON skm_answer (quarter, id);
