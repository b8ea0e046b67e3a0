-- The last step of each counter with what it found, so that a wrong key can be taken back (domain/queue.h: UNDO_TIME).
CREATE TABLE counter_undo (
  hall             TEXT    NOT NULL,
  counter          INTEGER NOT NULL,
  step             TEXT    NOT NULL,
  at               INTEGER NOT NULL,
  officer          INTEGER NOT NULL,
  current          INTEGER NOT NULL,     -- the ticket that was at the counter, 0: none
  credit           INTEGER NOT NULL,     -- of counter_day, before
  priority_run     INTEGER NOT NULL,
  pickup_last      INTEGER NOT NULL,
  called_at        INTEGER NOT NULL,
  ticket           INTEGER NOT NULL,     -- the step was done to it
  state_after      TEXT    NOT NULL,
  calls_after      INTEGER NOT NULL,
  state            TEXT    NOT NULL,     -- of that ticket, before
  line             TEXT    NOT NULL,
  kind             TEXT    NOT NULL,
  order_at         INTEGER NOT NULL,
  came_back        INTEGER NOT NULL,
  returns          INTEGER NOT NULL,
  invited_at       INTEGER NOT NULL,
  ticket_called_at INTEGER NOT NULL,
  calls            INTEGER NOT NULL,
  ticket_counter   INTEGER NOT NULL,
  ticket_officer   INTEGER NOT NULL,
  ended_at         INTEGER NOT NULL,
  PRIMARY KEY (hall, counter)
) STRICT, WITHOUT ROWID;

-- The survey's answers, added up as they come: pages read these alone, however many answers there are.
CREATE TABLE skm_sum (
  quarter          TEXT    NOT NULL,
  service          TEXT    NOT NULL,
  answers          INTEGER NOT NULL,
  requirements_sum INTEGER NOT NULL,
  requirements_n   INTEGER NOT NULL,
  procedure_sum    INTEGER NOT NULL,
  procedure_n      INTEGER NOT NULL,
  time_sum         INTEGER NOT NULL,
  time_n           INTEGER NOT NULL,
  cost_sum         INTEGER NOT NULL,
  cost_n           INTEGER NOT NULL,
  product_sum      INTEGER NOT NULL,
  product_n        INTEGER NOT NULL,
  competence_sum   INTEGER NOT NULL,
  competence_n     INTEGER NOT NULL,
  behaviour_sum    INTEGER NOT NULL,
  behaviour_n      INTEGER NOT NULL,
  complaints_sum   INTEGER NOT NULL,
  complaints_n     INTEGER NOT NULL,
  facilities_sum   INTEGER NOT NULL,
  facilities_n     INTEGER NOT NULL,
  PRIMARY KEY (quarter, service)
) STRICT, WITHOUT ROWID;
CREATE TABLE skm_people (
  quarter TEXT    NOT NULL,
  what    TEXT    NOT NULL,              -- sex, age, education, job
  code    TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (quarter, what, code)
) STRICT, WITHOUT ROWID;
INSERT INTO skm_sum SELECT quarter, service, COUNT(*), COALESCE(SUM(requirements), 0), COUNT(requirements),
  COALESCE(SUM(procedure), 0), COUNT(procedure), COALESCE(SUM(time), 0), COUNT(time), COALESCE(SUM(cost), 0),
  COUNT(cost), COALESCE(SUM(product), 0), COUNT(product), COALESCE(SUM(competence), 0), COUNT(competence),
  COALESCE(SUM(behaviour), 0), COUNT(behaviour), COALESCE(SUM(complaints), 0), COUNT(complaints),
  COALESCE(SUM(facilities), 0), COUNT(facilities)
FROM skm_answer GROUP BY quarter, service;
INSERT INTO skm_people SELECT quarter, 'sex', sex, COUNT(*) FROM skm_answer GROUP BY quarter, sex;
INSERT INTO skm_people SELECT quarter, 'age', age, COUNT(*) FROM skm_answer GROUP BY quarter, age;
INSERT INTO skm_people SELECT quarter, 'education', education, COUNT(*) FROM skm_answer GROUP BY quarter, education;
INSERT INTO skm_people SELECT quarter, 'job', job, COUNT(*) FROM skm_answer GROUP BY quarter, job;
DROP INDEX skm_answer_sums;
DROP INDEX skm_answer_people;
DROP INDEX skm_answer_quarter;
CREATE INDEX skm_answer_remark ON skm_answer (quarter, id) WHERE remark <> '';

-- Appointments among the figures: the mark of each that goes when somebody comes late or an officer was mistaken.
CREATE TABLE figure_booking (
  booking TEXT    PRIMARY KEY,           -- its number
  measure TEXT    NOT NULL,              -- kept, missed
  day     INTEGER NOT NULL,
  place   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tickets that still lead to somebody: by phone, or by the application entered for them.
DROP INDEX ticket_people;
CREATE INDEX ticket_people ON ticket (day) WHERE person <> '' OR application <> '';
