#include "domain/appointment.h"

/* ---- what one comes for ----------------------------------------------------------------------- */

/* Sources: UU 24/2013 art. 63; Perpres 96/2018; Permendagri 108/2019 art. 20, 74/2015 art. 13, 8/2016, 72/2022. */
static const struct visit_rule visit_rules[] = {
    /* kind          records prints asks_age at_home */
    {"rekam_baru", true, true, true, false},
    {"cetak_hilang", false, true, false, false},
    {"cetak_rusak", false, true, false, false},
    {"ubah_data", false, true, false, false},
    {"pindah_datang", false, true, false, false},
    {"ganti_foto", true, true, false, false},
    {"oa_itap", true, true, true, false},
    {"luar_domisili", true, true, true, false},
    {"jemput_bola", true, true, false, true},
    {"aktivasi_ikd", false, false, false, false},
    {"ambil", false, false, false, false},
};

const struct visit_rule *visit_rule_find(str kind) {
  for (size_t i = 0; i < COUNT(visit_rules); i++)
    if (str_is(kind, visit_rules[i].kind)) return &visit_rules[i];
  return NULL;
}

static const char *const age_codes[AGE_CLASSES] = {"", "from_17", "is_16", "married", "under_16"};
const char *age_code(enum age_class a) { return (size_t)a < AGE_CLASSES ? age_codes[a] : ""; }
bool age_parse(str code, enum age_class *ret) {
  for (size_t i = 1; i < AGE_CLASSES; i++)
    if (str_is(code, age_codes[i])) {
      *ret = (enum age_class)i;
      return true;
    }
  return false;
}

enum may_come visit_may_come(const struct visit_rule *v, enum age_class age) {
  if (!v->asks_age) return COME_YES;
  switch (age) {
    case AGE_FROM_17:
    case AGE_MARRIED: return COME_YES;
    case AGE_16: return v->records ? COME_EARLY : COME_TOO_YOUNG;
    case AGE_UNDER_16: return COME_TOO_YOUNG;
    default: return COME_ASK_AGE;
  }
}

bool visit_paused(const struct visit_rule *v, bool blanks_out) { return blanks_out && v->prints && !v->records; }

/* ---- when there are seats ---------------------------------------------------------------------- */

bool booth_serves(const struct booth *b, str kind) {
  for (size_t i = 0; i < b->kind_count; i++)
    if (str_eq(b->kinds[i], kind)) return true;
  return false;
}

static bool is_span(struct opening o) { return o.to > o.from; }

static struct opening inside(struct opening day, struct opening own) {
  if (!is_span(own)) return day;
  return (struct opening){own.from > day.from ? own.from : day.from, own.to < day.to ? own.to : day.to};
}

static bool closed_at(const struct booth *b, const struct closure *closed, size_t n, moment from, moment to) {
  for (size_t i = 0; i < n; i++) {
    bool here = !closed[i].hall.n || str_eq(closed[i].hall, b->hall);
    if (here && from < closed[i].to && closed[i].from < to) return true;
  }
  return false;
}

moment slot_end(const struct booth *b, moment at) { return at + MINUTES(b->minutes); }

size_t booth_slots(const struct booth *b, struct date day, const struct opening week[7], const struct closure *closed,
                   size_t closed_n, moment from, moment until, moment *ret, size_t max) {
  struct local_time t = local_of(moment_of_local((struct local_time){.date = day, .hour = 12}));
  struct opening open = inside(week[t.weekday % 7], b->hours);
  size_t n = 0;
  if (b->minutes <= 0) return 0;
  for (int at = open.from; is_span(open) && at + b->minutes <= open.to && n < max;) {
    if (is_span(b->rest) && at < b->rest.to && b->rest.from < at + b->minutes) {
      at = b->rest.to; /* the afternoon begins when the rest ends */
      continue;
    }
    moment m = moment_of_local((struct local_time){.date = day, .hour = at / 60, .minute = at % 60});
    if (m >= from && m < until && !closed_at(b, closed, closed_n, m, slot_end(b, m))) ret[n++] = m;
    at += b->minutes + b->cleaning;
  }
  return n;
}

/* ---- a booking --------------------------------------------------------------------------------- */

static const char *const state_codes[BOOKING_STATES] = {"held", "waiting", "offered", "requested", "booked",
                                                        "arrived", "done", "no_show", "cancelled", "lapsed"};
const char *booking_state_code(enum booking_state s) { return (size_t)s < BOOKING_STATES ? state_codes[s] : ""; }
bool booking_state_parse(str code, enum booking_state *ret) {
  for (size_t i = 0; i < BOOKING_STATES; i++)
    if (str_is(code, state_codes[i])) {
      *ret = (enum booking_state)i;
      return true;
    }
  return false;
}

bool booking_state_is_living(enum booking_state s) { return s <= BOOKING_BOOKED; }
bool booking_state_has_seat(enum booking_state s) {
  return s == BOOKING_HELD || s == BOOKING_OFFERED || s == BOOKING_BOOKED || s == BOOKING_ARRIVED || s == BOOKING_DONE;
}

static const char *const action_codes[BOOKING_ACTIONS] = {"book", "move", "cancel", "offer", "accept", "decline",
                                                          "lapse", "plan", "arrive", "miss", "finish", "undo"};
const char *booking_action_code(enum booking_action a) { return (size_t)a < BOOKING_ACTIONS ? action_codes[a] : ""; }
bool booking_action_parse(str code, enum booking_action *ret) {
  for (size_t i = 0; i < BOOKING_ACTIONS; i++)
    if (str_is(code, action_codes[i])) {
      *ret = (enum booking_action)i;
      return true;
    }
  return false;
}

#define CITIZEN ROLE_BIT(ROLE_CITIZEN)
#define SYSTEM ROLE_BIT(ROLE_SYSTEM)
#define HOUSE (ROLES_OFFICERS | ROLE_BIT(ROLE_HEAD))
static const struct {
  enum booking_state from;
  enum booking_action action;
  enum booking_state to;
  unsigned roles;
} steps[] = {
    {BOOKING_HELD, BOOKING_BOOK, BOOKING_BOOKED, CITIZEN | HOUSE},
    {BOOKING_HELD, BOOKING_MOVE, BOOKING_HELD, CITIZEN | HOUSE},
    {BOOKING_HELD, BOOKING_CANCEL, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_HELD, BOOKING_LAPSE, BOOKING_LAPSED, SYSTEM},
    {BOOKING_WAITING, BOOKING_OFFER, BOOKING_OFFERED, SYSTEM},
    {BOOKING_WAITING, BOOKING_MOVE, BOOKING_BOOKED, CITIZEN | HOUSE},
    {BOOKING_WAITING, BOOKING_CANCEL, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_WAITING, BOOKING_LAPSE, BOOKING_LAPSED, SYSTEM},
    {BOOKING_OFFERED, BOOKING_ACCEPT, BOOKING_BOOKED, CITIZEN | HOUSE},
    {BOOKING_OFFERED, BOOKING_DECLINE, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_OFFERED, BOOKING_CANCEL, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_OFFERED, BOOKING_LAPSE, BOOKING_LAPSED, SYSTEM},
    {BOOKING_REQUESTED, BOOKING_PLAN, BOOKING_BOOKED, HOUSE},
    {BOOKING_REQUESTED, BOOKING_CANCEL, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_BOOKED, BOOKING_PLAN, BOOKING_BOOKED, HOUSE},
    {BOOKING_BOOKED, BOOKING_MOVE, BOOKING_BOOKED, CITIZEN | HOUSE},
    {BOOKING_BOOKED, BOOKING_CANCEL, BOOKING_CANCELLED, CITIZEN | HOUSE},
    {BOOKING_BOOKED, BOOKING_ARRIVE, BOOKING_ARRIVED, HOUSE | SYSTEM}, /* a kiosk reads the code */
    {BOOKING_BOOKED, BOOKING_MISS, BOOKING_NO_SHOW, HOUSE | SYSTEM},
    {BOOKING_BOOKED, BOOKING_FINISH, BOOKING_DONE, HOUSE},
    {BOOKING_ARRIVED, BOOKING_FINISH, BOOKING_DONE, HOUSE},
    {BOOKING_ARRIVED, BOOKING_UNDO, BOOKING_BOOKED, HOUSE},
    {BOOKING_NO_SHOW, BOOKING_ARRIVE, BOOKING_ARRIVED, HOUSE | SYSTEM},
    {BOOKING_NO_SHOW, BOOKING_MOVE, BOOKING_BOOKED, CITIZEN | HOUSE},
    {BOOKING_DONE, BOOKING_UNDO, BOOKING_ARRIVED, HOUSE},
};

/* Until its day nobody arrives, misses it or is done. */
static bool before_its_day(enum booking_action a, moment starts_at, moment now) {
  bool of_the_day = a == BOOKING_ARRIVE || a == BOOKING_MISS || a == BOOKING_FINISH;
  return of_the_day && starts_at && date_days(local_of(now).date) < date_days(local_of(starts_at).date);
}

struct booking_decision booking_decide(enum booking_state from, enum booking_action action, enum role role,
                                       moment starts_at, moment now) {
  for (size_t i = 0; i < COUNT(steps); i++) {
    if (steps[i].from != from || steps[i].action != action) continue;
    if (!(steps[i].roles & ROLE_BIT(role))) return (struct booking_decision){BOOKING_NOT_YOU, from};
    bool changes = from == BOOKING_BOOKED && (action == BOOKING_MOVE || action == BOOKING_CANCEL);
    if (role == ROLE_CITIZEN && changes && starts_at && now >= starts_at)
      return (struct booking_decision){BOOKING_TOO_LATE, from};
    if (before_its_day(action, starts_at, now)) return (struct booking_decision){BOOKING_TOO_EARLY, from};
    if (action == BOOKING_MISS && now < starts_at) return (struct booking_decision){BOOKING_TOO_EARLY, from};
    return (struct booking_decision){BOOKING_FINE, steps[i].to};
  }
  return (struct booking_decision){BOOKING_NOT_NOW, from};
}

moment booking_reminder(moment starts_at, moment early, moment late, moment now) {
  const moment at[] = {early ? starts_at - early : 0, late ? starts_at - late : 0};
  for (size_t i = 0; i < COUNT(at); i++)
    if (at[i] > now + MINUTES(15)) return at[i];
  return 0;
}
