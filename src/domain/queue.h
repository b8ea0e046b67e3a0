/* domain/queue: who is called next, what may happen to a ticket, and how long a wait is. Pure.
 *
 * Fair by first coming, with few exceptions that each have a bound, so that nobody waits for ever:
 *   came back      missed the call and was back in time: once a ticket
 *   pickup         a document is handed over: at a counter that does other things too, every second call at most
 *   appointment    at its time, but for the share of calls that belongs to people who just came
 *   priority       elderly, pregnant, disabled: at most two in a row while others wait
 * Inside each of these the one who came first is first. */
#pragma once
#include "base/base.h"

enum ticket_state {
  TICKET_WAITING,
  TICKET_HELD,   /* put aside: a copy is fetched; keeps the place */
  TICKET_CALLED, /* at a counter, or on the way to it */
  TICKET_DONE,
  TICKET_MISSED, /* called, nobody came */
  TICKET_LEFT,   /* gave the place up */
  TICKET_STATES
};
enum ticket_kind { TICKET_WALKIN, TICKET_APPOINTMENT, TICKET_PICKUP, TICKET_KINDS };
enum ticket_priority { PRIORITY_NONE, PRIORITY_ELDERLY, PRIORITY_PREGNANT, PRIORITY_DISABLED, PRIORITY_CHILD, PRIORITIES };
enum ticket_channel { TAKEN_KIOSK, TAKEN_WEB, TAKEN_WHATSAPP, TAKEN_OFFICER, TAKEN_CHANNELS };
enum ticket_step {
  STEP_CALL,
  STEP_RECALL,
  STEP_NO_SHOW,
  STEP_FINISH,
  STEP_TRANSFER, /* to another line; the time of coming stays */
  STEP_HOLD,
  STEP_RESUME,
  STEP_LEAVE,
  STEP_RETURN,
  TICKET_STEPS
};
const char *ticket_state_code(enum ticket_state s); /* "waiting" */
bool ticket_state_parse(str code, enum ticket_state *ret);
const char *ticket_kind_code(enum ticket_kind k);
bool ticket_kind_parse(str code, enum ticket_kind *ret);
const char *ticket_priority_code(enum ticket_priority p); /* "" for none */
bool ticket_priority_parse(str code, enum ticket_priority *ret);
const char *ticket_channel_code(enum ticket_channel c);
bool ticket_channel_parse(str code, enum ticket_channel *ret);
const char *ticket_step_code(enum ticket_step s);
bool ticket_step_parse(str code, enum ticket_step *ret);
bool ticket_living(enum ticket_state s); /* counts as the one ticket a person may have */
/* May this be done to a ticket in this state; by the person it belongs to, or by an officer? */
bool ticket_may(enum ticket_state from, enum ticket_step step, bool officer, enum ticket_state *ret_to);

/* A wrong key: may the step a counter did so long ago be taken back? */
#define UNDO_TIME SECONDS(10)
bool queue_may_undo(enum ticket_step step, moment age);

/* ---- who is next ------------------------------------------------------------------------------- */

struct waiting {
  i64 id;
  enum ticket_kind kind;
  enum ticket_priority priority;
  bool came_back;
  moment order_at; /* of coming */
  moment appointment_at;
};
/* What a counter has called lately: it keeps the exceptions within their bounds. */
struct turns {
  int credit;       /* of people without an appointment, in hundredths of a call */
  int priority_run; /* priorities called in a row while others waited */
  bool pickup_last;
};
struct queue_rules {
  int walkin_share; /* 10..100 */
  moment early;     /* an appointment may be called so long before its time */
};
#define QUEUE_EARLY MINUTES(5)
enum call_reason { CALL_FIRST, CALL_CAME_BACK, CALL_PICKUP, CALL_APPOINTMENT, CALL_PRIORITY, CALL_REASONS };
const char *call_reason_code(enum call_reason r);
struct pick {
  size_t at; /* of the list; n when nobody is there */
  enum call_reason why;
  struct turns turns; /* after this call */
};
struct pick queue_pick(const struct waiting *list, size_t n, struct turns t, const struct queue_rules *r, moment now);
/* The order in which all of them would be called from now on, one every `step` ms: ret_order[0] is next. Reorders list. */
void queue_order(struct waiting *list, size_t n, struct turns t, const struct queue_rules *r, moment now, moment step,
                 i64 *ret_ids);

/* Where somebody comes back to: in time and for the first time to the front, else to the end. */
struct comeback {
  bool front;
  moment order_at;
};
struct comeback queue_comeback(moment order_at, moment ended_at, int times_before, int grace_minutes, moment now);
/* How an appointment that checks in is treated: late by more than a quarter of an hour it waits like everybody. */
#define APPOINTMENT_LATE MINUTES(15)
enum ticket_kind queue_check_in(moment appointment_at, moment now);

/* ---- how long it takes --------------------------------------------------------------------------- */

struct hall_pace {
  moment mean, spread; /* of one person at a counter */
  int counters;        /* that call from this line */
  int seen;            /* people of today it was learned from */
};
/* Today's lengths mixed with the usual one, which counts as four people. */
struct hall_pace queue_pace(const moment *lengths, size_t n, int usual_minutes, int counters);
struct wait_range {
  int low, high; /* minutes, in steps of five; the truth is inside in most cases */
};
struct wait_range queue_wait(const struct hall_pace *p, size_t ahead);

/* "A-012" */
str ticket_number(struct arena *a, str letter, i64 n);
/* As people type it: "a12", "A 012", "A-012". False: it is no number of a ticket. */
bool ticket_number_read(str typed, char *ret_letter, i64 *ret_n);
