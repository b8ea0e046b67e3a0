/* office/booking: appointments from the first look to "done". The rules are domain/appointment's; here they are asked
 * and everything is written in one transaction: booking, seat, event, notice.
 * Functions that take a struct tx run inside a transaction of the caller; the others have their own.
 *
 * Faults (code): no_such_slot, slot_taken (E_CONFLICT: the next seat is free), too_young, age_needed, blanks_out,
 * too_many_bookings (E_LIMIT), booking_not_now, booking_too_late, booking_too_early. */
#pragma once
#include "office/file.h"
#include "office/seats.h"

struct booking {
  i64 id;
  str number;                    /* JT-7K4P-2Q9X */
  str kind;
  const struct visit_rule *rule;
  enum booking_state state;
  i64 version;
  str booth_code;
  const struct booth *booth;     /* NULL: at home, waiting, or the booth is gone from the configuration */
  moment starts_at, ends_at;
  enum channel channel;
  i64 chat, contact, application;
  str name, phone;
  enum age_class age;
  str needs;                     /* "", wheelchair, deaf, blind, carer */
  str address, reason, note, outcome, disturbed;
  int moves;
  moment expires_at, remind_at, wish_from, wish_until, created_at, changed_at;
};
/* What a new booking brings along; empty ones may follow when it is confirmed. */
struct new_booking {
  str kind, booth;
  moment at;
  enum age_class age;
  enum channel channel;
  str name, phone, needs;
  bool remind;        /* write to this phone on WhatsApp */
  i64 chat, contact, application;
  str address, reason; /* a visit at home */
};

/* ---- reading ---- */
enum err booking_by_id(struct ctx *c, struct tx *tx, i64 id, struct booking *ret);
/* A number as typed, a personal link, or its token: whatever a QR code, a keyboard or a page brings. E_NOTFOUND. */
enum err booking_find(struct ctx *c, struct tx *tx, str typed, struct booking *ret);
enum err booking_of_contact(struct ctx *c, struct tx *tx, i64 contact, struct booking *ret, size_t max, size_t *ret_n);
/* The same for a proved phone number; what was booked with it counts, too. */
enum err booking_of_visitor(struct ctx *c, struct tx *tx, i64 contact, str phone, struct booking *ret, size_t max, size_t *ret_n);
str booking_token(struct ctx *c, i64 id);
str booking_url(struct ctx *c, i64 id); /* public_url/janji/{token} */
enum err office_booking(struct ctx *c, str typed, struct booking *ret);
/* The day's people, in the order of their time, and how many there are of each kind, channel and state. */
struct booking_count {
  str kind, channel;
  enum booking_state state;
  i64 n;
};
struct booking_day {
  struct booking *rows;
  size_t n;
  bool more;
  struct booking_count *counts;
  size_t count_n;
};
enum err office_booking_day(struct ctx *c, struct date day, moment after_at, i64 after_id, struct booking_day *ret);
/* Waiting list, or visits at home without a date. */
enum err office_booking_list(struct ctx *c, enum booking_state state, struct booking **ret, size_t *ret_n);
/* The living booking to fetch this application's document; E_NOTFOUND. */
enum err booking_of_application(struct ctx *c, struct tx *tx, i64 application, struct booking *ret);
enum err booking_place_in_line(struct ctx *c, struct tx *tx, const struct booking *b, i64 *ret);

/* ---- steps ---- */
/* Keeps a seat for some minutes. */
enum err booking_hold(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret);
/* The held seat becomes an appointment. n: name, phone, needs. */
enum err booking_confirm(struct ctx *c, struct tx *tx, struct booking *b, const struct new_booking *n);
enum err booking_move(struct ctx *c, struct tx *tx, struct booking *b, str booth, moment at);
/* No seat was free: the first that becomes free is offered. */
enum err booking_wait(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret);
enum err booking_request_visit(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret);
struct booking_step {
  enum booking_action action;
  i64 version;     /* of the page it was decided on; 0: not said */
  str outcome;     /* finish: recorded, printed, later, refused */
  str note;
  moment at;       /* plan */
};
enum err booking_act(struct ctx *c, struct tx *tx, struct booking *b, const struct booking_step *s);

enum err office_hold(struct ctx *c, const struct new_booking *n, struct booking *ret);
/* Confirmed before, by a nervous thumb: E_OK, and nothing changes. */
enum err office_confirm(struct ctx *c, str typed, const struct new_booking *n, struct booking *ret);
enum err office_book(struct ctx *c, const struct new_booking *n, struct booking *ret); /* held and confirmed at once */
enum err office_move(struct ctx *c, str typed, str booth, moment at, struct booking *ret);
enum err office_wait(struct ctx *c, const struct new_booking *n, struct booking *ret);
enum err office_request_visit(struct ctx *c, const struct new_booking *n, struct booking *ret);
enum err office_booking_act(struct ctx *c, str typed, const struct booking_step *s, struct booking *ret);

/* For the hall: who stands here with a number, a link or the text of a QR code is marked arrived; his time decides his
 * place in the queue. E_NOTFOUND; E_RULE: not today, done, cancelled (the fault says which). Again: the same answer. */
enum err office_check_in(struct ctx *c, struct tx *tx, str typed, struct booking *ret);

/* ---- by the clock: each gives back how many it did; called by jobs/chores ---- */
enum err bookings_expire(struct ctx *c, size_t *ret_n);
enum err bookings_remind(struct ctx *c, size_t *ret_n);
enum err bookings_miss(struct ctx *c, size_t *ret_n);
enum err bookings_offer(struct ctx *c, size_t *ret_n);
