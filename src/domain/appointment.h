/* domain/appointment: appointments at the office: who may come for what, when there are seats, and what may happen to
 * a booking. Pure; hours and closures are handed in, the zone of the process is the office's.
 * A seat is (booth, time, place 1..capacity). A booking holds at most one; office/booking.h sees to it that nobody else
 * gets the same. */
#pragma once
#include "base/base.h"
#include "domain/calendar.h"
#include "domain/role.h"

/* ---- what one comes for ----------------------------------------------------------------------- */

/* The kinds of KTP-el are the choices of the question `appointment` in services/ktp_el.yaml; the rules about people and
 * blanks are the law's and stand here. "ambil": a document is fetched. */
#define VISIT_SERVICE S("ktp_el")
#define VISIT_QUESTION S("appointment")
#define VISIT_PICKUP S("ambil")
#define VISIT_HOME S("jemput_bola")
struct visit_rule {
  const char *kind;
  bool records;  /* face, fingers, iris, signature */
  bool prints;   /* uses a blank: waits while there are none, unless there is something to record first */
  bool asks_age; /* UU 24/2013 art. 63: from 17, or married; recording from 16 */
  bool at_home;  /* the office comes: no seat, a task with a date */
};
const struct visit_rule *visit_rule_find(str kind); /* NULL: no such kind */

enum age_class { AGE_UNSAID, AGE_FROM_17, AGE_16, AGE_MARRIED, AGE_UNDER_16, AGE_CLASSES };
const char *age_code(enum age_class a); /* "from_17", "is_16", "married", "under_16" */
bool age_parse(str code, enum age_class *ret);
enum may_come {
  COME_YES,
  COME_EARLY,     /* is recorded now; the card is printed on the 17th birthday */
  COME_ASK_AGE,   /* not said yet */
  COME_TOO_YOUNG, /* after the 16th birthday */
};
enum may_come visit_may_come(const struct visit_rule *v, enum age_class age);
/* Out of blanks: what only prints waits; what records goes on, and the card follows. */
bool visit_paused(const struct visit_rule *v, bool blanks_out);

/* ---- when there are seats ---------------------------------------------------------------------- */

#define MAX_BOOTHS 16
#define MAX_BOOTH_KINDS 16
#define MAX_BOOTH_CAPACITY 20
#define MAX_SLOTS_A_DAY 288
struct booth { /* where people are served by appointment; one row of the configuration */
  str code;    /* "rekam" */
  str hall;    /* code of the hall it stands in */
  str place;   /* as people read it: "Ruang rekam KTP-el, lantai 1" */
  str kinds[MAX_BOOTH_KINDS];
  size_t kind_count;
  int minutes;          /* one appointment */
  int cleaning;         /* minutes between two, for devices and room */
  int capacity;         /* people at once */
  struct opening hours; /* inside the office's hours; from == to: those of the office */
  struct opening rest;  /* nobody is served; from == to: no rest */
  bool accessible;      /* without steps, a wheelchair fits */
};
bool booth_serves(const struct booth *b, str kind);
/* The beginnings of a day's appointments, in order: inside the hours, outside rest and closures, at or after `from`,
 * before `until`. Fills up to max. */
size_t booth_slots(const struct booth *b, struct date day, const struct opening week[7], const struct closure *closed,
                   size_t closed_n, moment from, moment until, moment *ret, size_t max);
moment slot_end(const struct booth *b, moment at);

/* ---- a booking --------------------------------------------------------------------------------- */

enum booking_state {
  BOOKING_HELD,      /* a draft: the seat is kept for some minutes */
  BOOKING_WAITING,   /* no seat was free: on the waiting list */
  BOOKING_OFFERED,   /* one became free and is kept until the offer ends */
  BOOKING_REQUESTED, /* a visit at home is asked for; it gets its time from an officer */
  BOOKING_BOOKED,
  BOOKING_ARRIVED,
  BOOKING_DONE,
  BOOKING_NO_SHOW,
  BOOKING_CANCELLED,
  BOOKING_LAPSED, /* the hold or the offer ended without an answer */
  BOOKING_STATES
};
const char *booking_state_code(enum booking_state s); /* "no_show" */
bool booking_state_parse(str code, enum booking_state *ret);
bool booking_state_is_living(enum booking_state s); /* it may still bring somebody here */
bool booking_state_has_seat(enum booking_state s);

enum booking_action {
  BOOKING_BOOK,    /* a held seat becomes an appointment */
  BOOKING_MOVE,    /* to another seat; number and link stay */
  BOOKING_CANCEL,
  BOOKING_OFFER,   /* Loket: a seat became free for who waits */
  BOOKING_ACCEPT,  /* the offer */
  BOOKING_DECLINE, /* the offer */
  BOOKING_LAPSE,   /* Loket: time is over */
  BOOKING_PLAN,    /* an officer: the day of a visit at home */
  BOOKING_ARRIVE,
  BOOKING_MISS,    /* did not come */
  BOOKING_FINISH,
  BOOKING_UNDO,    /* arrived, missed or finished by mistake */
  BOOKING_ACTIONS
};
const char *booking_action_code(enum booking_action a);
bool booking_action_parse(str code, enum booking_action *ret);

enum booking_rule {
  BOOKING_FINE,
  BOOKING_NOT_NOW,   /* not in this state */
  BOOKING_NOT_YOU,   /* not this role */
  BOOKING_TOO_LATE,  /* the citizen: the time has begun */
  BOOKING_TOO_EARLY, /* arrive, miss, finish: not before its day */
};
struct booking_decision {
  enum booking_rule forbidden;
  enum booking_state to;
};
/* starts_at: 0 = has no time. A citizen moves and cancels until it begins; officers on its day and after. */
struct booking_decision booking_decide(enum booking_state from, enum booking_action action, enum role role,
                                       moment starts_at, moment now);

/* The next reminder after `now`: `early` and `late` before the beginning, each once; 0: none left. A reminder that would
 * come within the quarter of an hour after booking is left out: the confirmation has just said it. */
moment booking_reminder(moment starts_at, moment early, moment late, moment now);
