/* office/hall: the room itself: its rules of the day, people inside, devices, what boards show, who came and why. */
#pragma once
#include "office/queue.h"

/* ---- rules of the day ---- */
enum err hall_rules_read(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_rules *ret);
enum err office_hall_rules(struct ctx *c, const struct hall *h, struct hall_rules *ret);
/* Only the head, the administrator and supervisors. Changed rules stand in the event chain. */
enum err office_hall_set_rules(struct ctx *c, const struct hall *h, const struct hall_rules *r);

/* ---- people inside ---- */
enum door_step { DOOR_IN, DOOR_OUT, DOOR_UNDO, DOOR_SET };
struct door_now {
  int inside, entered, most;
  int by_tickets; /* called or told to come in, and not done: the second source */
  int capacity;   /* 0: not limited */
};
/* E_LIMIT "hall_full": the limit holds, also when several guards press at once. */
enum err office_hall_door(struct ctx *c, const struct hall *h, enum door_step step, int people, struct door_now *ret);
enum err office_hall_door_now(struct ctx *c, const struct hall *h, struct door_now *ret);
enum err hall_inside(struct ctx *c, struct tx *tx, const struct hall *h, int capacity, struct door_now *ret);

/* ---- what everybody sees ---- */
struct board_counter {
  int number;
  bool open; /* it called somebody today */
  str ticket; /* who is there; empty: nobody */
  moment called_at;
};
struct board_call {
  str ticket;
  int counter;
  moment at;
};
struct board_line {
  const struct hall_line *line;
  const str *tickets; /* in the order of being called */
  const struct wait_range *waits;
  size_t n;
  int counters; /* that call from it today */
};
#define BOARD_CALLS 8
struct hall_now {
  const struct hall *hall;
  struct hall_rules rules;
  i64 version;
  moment at;
  struct board_counter counters[MAX_COUNTERS];
  struct board_line lines[MAX_HALL_LINES];
  struct board_call calls[BOARD_CALLS]; /* newest first */
  size_t call_count;
  str missed[BOARD_CALLS];
  size_t missed_count;
  struct door_now door;
  bool open;
};
enum err office_hall_now(struct ctx *c, const struct hall *h, struct hall_now *ret);
enum err hall_now_read(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_now *ret);
struct hall_version {
  str code;
  i64 version;
};
enum err office_hall_versions(struct ctx *c, struct hall_version ret[MAX_HALLS], size_t *ret_n);

/* ---- the counter's page ---- */
struct counter_now {
  const struct hall *hall;
  const struct hall_counter *counter;
  bool busy;
  struct ticket current;
  struct hall_people waiting; /* of its lines, in the order this counter would call them */
  struct hall_people held, missed;
  size_t per_line[MAX_HALL_LINES];
  struct counter_undo undo;
  i64 version;
};
enum err office_counter_now(struct ctx *c, int counter, struct counter_now *ret);

/* ---- devices ---- */
enum device_kind { DEVICE_KIOSK, DEVICE_BOARD, DEVICE_DOOR, DEVICES };
const char *device_code(enum device_kind k);
bool device_parse(str code, enum device_kind *ret);
struct device {
  i64 id;
  enum device_kind kind;
  str hall, name;
  moment created_at, seen_at;
};
enum err office_device_add(struct ctx *c, enum device_kind kind, const struct hall *h, str name, str *ret_token);
enum err office_device(struct ctx *c, str token, struct device *ret); /* E_DENIED */
enum err office_devices(struct ctx *c, struct device **ret, size_t *ret_n);
enum err office_device_revoke(struct ctx *c, i64 id);

/* ---- printing ---- */
struct print_job {
  struct ticket ticket;
  str url, state;
  int tries;
  moment created_at;
};
enum err office_print_job(struct ctx *c, i64 id, struct print_job *ret);
enum err office_print_done(struct ctx *c, i64 id, const char *state, str problem, int tries, moment due);

/* ---- visits ---- */
struct visit_count {
  i64 day;
  str letter;
  enum ticket_kind kind;
  enum ticket_channel channel;
  i64 taken, done;
};
enum err office_visits(struct ctx *c, const struct hall *h, i64 from, i64 to, struct visit_count **ret, size_t *ret_n);
/* Days that are over: open tickets end, and who took them is forgotten. */
enum err office_hall_tidy(struct ctx *c);
