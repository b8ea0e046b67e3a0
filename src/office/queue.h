/* office/queue: tickets of the hall: taken, called, ended. One engine for kiosk, web, WhatsApp, officers and appointments.
 * A number comes from a counter row in the transaction of its ticket; a person has one living ticket a day. */
#pragma once
#include "domain/queue.h"
#include "office/office.h"

struct ticket {
  i64 id, day, n;
  str hall, letter, line, number; /* number: "A-012", as printed; line: where it waits now */
  enum ticket_state state;
  enum ticket_kind kind;
  enum ticket_priority priority;
  str reason; /* why it is urgent; empty: it is not */
  enum ticket_channel channel;
  str person, application;
  i64 chat, officer;
  moment taken_at, order_at, appointment_at, invited_at, called_at, ended_at;
  bool came_back;
  int returns, calls, counter;
};

struct take {
  str hall;             /* code; empty: the office's first */
  str line;             /* letter; empty: the line of `service`, or the pickup line for TICKET_PICKUP */
  str service;
  enum ticket_kind kind;
  moment appointment_at; /* TICKET_APPOINTMENT: its time; late ones wait like everybody */
  enum ticket_priority priority;
  str reason;           /* one of hall_rules.reasons, where a line takes urgent cases only */
  enum ticket_channel channel;
  str phone;            /* as typed; empty: nobody known */
  i64 chat, contact;    /* who wrote on WhatsApp */
  str browser;          /* a secret of this browser: one living ticket each */
  str application;      /* number of the file it is about */
  bool print;           /* onto the hall's printer */
};
/* Takes a ticket, or gives the living one of this person (*ret_new false). E_NOTFOUND: no such hall or line. E_RULE:
 * "queue_closed" (hours, or the line takes nobody today), "urgent_only" (a reason is needed). E_LIMIT: "queue_full".
 * E_INPUT: phone. */
enum err office_queue_take(struct ctx *c, const struct take *take, struct ticket *ret, bool *ret_new);
/* The same inside a transaction of the caller. */
enum err queue_take(struct ctx *c, struct tx *tx, const struct take *take, struct ticket *ret, bool *ret_new);

/* Who has an appointment today (its number, link or QR code) arrives and gets a ticket that is woven in by its time. The
 * faults are office_check_in's and office_queue_take's; E_NOTFOUND: no such appointment. */
enum err office_queue_check_in(struct ctx *c, const struct hall *h, str typed, bool print, struct ticket *ret, bool *ret_new);

/* Where a ticket stands. */
struct ticket_place {
  struct ticket t;
  const struct hall *hall;
  const struct hall_line *line;
  size_t ahead;            /* who is called before it; only while it waits */
  struct wait_range wait;  /* minutes */
  struct hall_pace pace;
  bool counters_open;      /* somebody calls from this line today */
  moment back_until;       /* missed: until then it comes next when it is back */
  str print_state, print_problem; /* of its paper: waiting, printed, failed; empty: none */
};
enum err office_queue_place(struct ctx *c, str token, struct ticket_place *ret); /* E_NOTFOUND */
enum err queue_place(struct ctx *c, struct tx *tx, const struct ticket *t, struct ticket_place *ret);
/* What the person does with the own ticket: leave, return, resume. E_RULE "ticket_over": not any more. */
enum err office_queue_own(struct ctx *c, str token, enum ticket_step step, struct ticket *ret);
enum err queue_own(struct ctx *c, struct tx *tx, const struct ticket *t, enum ticket_step step, struct ticket *ret);
/* The ticket is told of on WhatsApp from now on. */
enum err office_queue_follow(struct ctx *c, str token, str phone);
str queue_token(struct ctx *c, const struct ticket *t); /* of /antre/t/{token} */
str queue_url(struct ctx *c, const struct ticket *t);   /* the whole address */
/* The living ticket of a proved phone number; E_NOTFOUND. */
enum err queue_of_visitor(struct ctx *c, struct tx *tx, i64 contact, str phone, struct ticket *ret);
enum err queue_of_chat(struct ctx *c, struct tx *tx, i64 chat, i64 contact, struct ticket *ret); /* today's; E_NOTFOUND */

/* ---- a counter ---- */

/* Calls who is next; whoever was there is done. E_NOTFOUND: nobody waits (fault "nobody_waits"). */
enum err office_queue_call(struct ctx *c, int counter, struct ticket *ret);
/* A step with the ticket that is at this counter, or with `ticket` of the hall: recall, no_show, finish, hold, resume,
 * transfer (to line), return, call (out of turn: chosen by hand). E_CONFLICT "queue_faster": somebody else was faster. */
struct counter_step {
  int counter;
  enum ticket_step step;
  i64 ticket; /* 0: the one at the counter */
  str line;   /* transfer */
};
enum err office_queue_step(struct ctx *c, const struct counter_step *s, struct ticket *ret);
/* The counter's last step never was, if the same officer says so within UNDO_TIME. E_RULE "undo_late": too late, or there is
 * none. E_CONFLICT: the person or another counter did something since. */
enum err office_queue_undo(struct ctx *c, int counter, struct ticket *ret);
/* Who holds a ticket of today, as far as it is known, for a form an officer fills in. E_NOTFOUND: no ticket of today. */
struct ticket_person {
  struct ticket ticket;
  str name, phone; /* of WhatsApp; of the ticket */
};
enum err office_ticket_person(struct ctx *c, i64 id, struct ticket_person *ret);
/* Inside a transaction: this application was entered for the holder of the ticket. Both tell of it; a ticket of another day
 * changes nothing. */
enum err ticket_link(struct ctx *c, struct tx *tx, i64 id, i64 application, str number);
/* By what stands on the paper, today. */
enum err office_queue_find(struct ctx *c, const struct hall *hall, str typed, struct ticket *ret);

const struct hall *office_hall(const struct office *o, str code); /* NULL: none; empty: the first */
const struct hall *office_hall_of_counter(const struct office *o, int counter);
i64 hall_today(const struct ctx *c); /* days since 1970 in the office's zone */

/* ---- what is in this folder alone ---- */
#define MAX_WAITING 600 /* of a hall at once; more are counted and shown as such */
struct hall_people {
  struct ticket *at;
  size_t n;
};
enum err ticket_one(struct ctx *c, struct rows *r, struct ticket *ret); /* the one row, or E_NOTFOUND */
enum err ticket_by_id(struct ctx *c, struct tx *tx, i64 id, struct ticket *ret);
struct ticket ticket_row(const struct ctx *c, const struct rows *r);
enum err hall_people(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_people *ret);
/* The order of one line: indexes into people, ret has room for people->n. */
size_t hall_order(struct ctx *c, const struct hall_people *people, const struct hall_rules *r, str line, size_t *ret);
/* A ticket that was missed, given up, put aside or passed on waits again. */
struct hall_rules;
enum err ticket_back(struct ctx *c, struct tx *tx, const struct ticket *t, const struct hall_rules *rules, str line, bool grace);
struct counter_undo { /* the last step of this officer at this counter */
  bool can;
  enum ticket_step step;
  str ticket;
  moment left;
};
enum err counter_undo(struct ctx *c, struct tx *tx, const struct hall *h, int counter, struct counter_undo *ret);
/* After somebody moved: who is near or has room is told, and whoever watches looks again. */
enum err hall_moved(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_rules *r);
enum err ticket_tell(struct ctx *c, struct tx *tx, const struct ticket *t, enum text_key key, size_t ahead);
