-- Synchronisation: what was decided, when the citizen tries again, what he answered. One row each time the officers
-- decide; "still fails" opens the next round, so the rows are the history.
CREATE TABLE sync_round (
  id          INTEGER PRIMARY KEY,
  application INTEGER NOT NULL REFERENCES application (id),
  round       INTEGER NOT NULL,          -- 1, 2 ...
  partner     TEXT    NOT NULL,          -- services/partners/<code>.yaml
  outcome     TEXT    NOT NULL,          -- domain/sync.h
  cause       TEXT    NOT NULL DEFAULT '',
  note        TEXT    NOT NULL DEFAULT '', -- the officer's words to the citizen
  officer     INTEGER NOT NULL,
  decided_at  INTEGER NOT NULL,
  retry_at    INTEGER NOT NULL,
  ask_at      INTEGER NOT NULL,          -- when the one question goes out
  asked_at    INTEGER NOT NULL DEFAULT 0,
  answer      TEXT    NOT NULL DEFAULT '', -- works, fails, silent
  answered_at INTEGER NOT NULL DEFAULT 0,
  answer_note TEXT    NOT NULL DEFAULT '', -- the citizen's words
  batch       INTEGER NOT NULL DEFAULT 0,  -- the proposal to the centre it went out with
  batch_row   INTEGER NOT NULL DEFAULT 0,
  result      TEXT    NOT NULL DEFAULT '', -- what the centre said
  result_note TEXT    NOT NULL DEFAULT '',
  result_at   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (application, round)
) STRICT;
CREATE INDEX sync_round_ask ON sync_round (ask_at, id) WHERE asked_at = 0 AND answer = '';
CREATE INDEX sync_round_open ON sync_round (asked_at, id) WHERE asked_at <> 0 AND answer = '';
CREATE INDEX sync_round_week ON sync_round (decided_at, partner);
CREATE INDEX sync_round_proposed ON sync_round (decided_at, id) WHERE outcome = 'diusulkan_ke_pusat' AND batch = 0 AND answer = '';
CREATE INDEX sync_round_batch ON sync_round (batch, batch_row) WHERE batch <> 0;

CREATE TABLE sync_batch (                -- what officers carry into the central system, and back
  id          INTEGER PRIMARY KEY,
  made_at     INTEGER NOT NULL,
  officer     INTEGER NOT NULL,
  size        INTEGER NOT NULL,
  exported_at INTEGER NOT NULL DEFAULT 0, -- last time
  read_at     INTEGER NOT NULL DEFAULT 0  -- results came
) STRICT;
