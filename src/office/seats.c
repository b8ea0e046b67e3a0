#include "office/seats.h"

#include "office/hall.h"
#include "office/hours.h"

#define BLANK_KIND S("ktp_el")

const struct booth *booth_find(const struct office *o, str code) {
  const struct config *cfg = o->config;
  for (size_t i = 0; i < cfg->appointments.booth_count; i++)
    if (str_eq(cfg->appointments.booths[i].code, code)) return &cfg->appointments.booths[i];
  return NULL;
}

enum err closures_read(struct ctx *c, struct tx *tx, moment from, moment until, struct closure **ret, size_t *ret_n) {
  struct closing *all;
  TRY(closings_read(c, tx, from, until, &all, ret_n));
  *ret = arena_array(c->arena, struct closure, *ret_n + 1);
  for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = (struct closure){.hall = all[i].hall, .from = all[i].from, .to = all[i].to};
  return E_OK;
}

enum err blanks_read(struct tx *tx, struct blanks *ret) {
  *ret = (struct blanks){0};
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BLANK_GET, V(BLANK_KIND));
  enum err e = rows_one(&r);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  ret->counted = true;
  ret->count = col_int(&r, 0);
  (void)date_parse(col_peek(&r, 1), &ret->expected);
  ret->changed_at = col_int(&r, 2);
  return E_OK;
}

static moment midnight(struct date d) { return moment_of_local((struct local_time){.date = d}); }
static struct date day_after(struct date d, int days) { return date_of_days(date_days(d) + days); }

/* ---- the span in which a kind has seats ------------------------------------------------------------- */

struct span {
  moment from, until;
};

static enum err span_of(struct ctx *c, struct tx *tx, const struct seat_query *q, struct span *ret) {
  const struct config *cfg = c->office->config;
  const struct visit_rule *rule = visit_rule_find(q->kind);
  struct blanks blanks;
  *ret = (struct span){0, 0};
  if (!cfg->appointments.enabled || !rule || rule->at_home) return E_OK;
  moment from = c->now + (q->any_time ? 0 : MINUTES(cfg->appointments.lead_minutes));
  moment until = midnight(day_after(ctx_today(c), cfg->appointments.horizon_days + 1));
  TRY(blanks_read(tx, &blanks));
  if (visit_paused(rule, blanks_out(&blanks))) {
    if (!blanks.expected.year) return E_OK;
    moment delivery = midnight(blanks.expected);
    if (from < delivery) from = delivery;
  }
  if (q->day.year) {
    moment begins = midnight(q->day), ends = midnight(day_after(q->day, 1));
    if (from < begins) from = begins;
    if (until > ends) until = ends;
  }
  *ret = (struct span){from, until};
  return E_OK;
}

/* ---- one booth ---------------------------------------------------------------------------------------- */

/* As it is today: while the hall follows the health protocol there is more time between two people. */
static enum err booth_today(struct ctx *c, struct tx *tx, const struct booth *b, struct booth *ret) {
  const struct config *cfg = c->office->config;
  *ret = *b;
  for (size_t i = 0; i < cfg->hall_count; i++) {
    struct hall_rules rules;
    if (!str_eq(cfg->halls[i].code, b->hall)) continue;
    TRY(hall_rules_read(c, tx, &cfg->halls[i], &rules));
    if (rules.protocol) ret->cleaning += rules.cleaning_minutes + rules.spacing_minutes;
  }
  return E_OK;
}

struct seats {
  struct seat_slot *at;
  size_t n, cap;
};
struct taken {
  moment at;
  i64 n;
};

static enum err read_taken(struct ctx *c, struct tx *tx, str booth, moment from, moment until, struct taken **ret, size_t *ret_n) {
  struct taken *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SEAT_TAKEN, V(booth), V(from), V(until));
  while (rows_next(&r)) {
    arena_grow(c->arena, list, n, &cap);
    list[n++] = (struct taken){col_int(&r, 0), col_int(&r, 1)};
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

/* Both lists are in the order of time. A seat counts for every slot it touches: when the length of an appointment was
 * changed, old ones lie between the new slots. */
static enum err add_booth(struct ctx *c, struct tx *tx, const struct booth *b, struct span span,
                          const struct closure *closed, size_t closed_n, struct seats *out) {
  moment slots[MAX_SLOTS_A_DAY];
  struct taken *taken;
  struct booth today;
  size_t taken_n, first = 0;
  TRY(booth_today(c, tx, b, &today));
  moment step = MINUTES(today.minutes + today.cleaning);
  TRY(read_taken(c, tx, b->code, span.from - step, span.until + step, &taken, &taken_n));
  for (i64 day = date_days(local_of(span.from).date); midnight(date_of_days(day)) < span.until; day++) {
    size_t n = booth_slots(&today, date_of_days(day), c->office->config->office.hours, closed, closed_n, span.from,
                           span.until, slots, COUNT(slots));
    for (size_t i = 0; i < n; i++) {
      i64 used = 0;
      while (first < taken_n && taken[first].at <= slots[i] - step) first++;
      for (size_t k = first; k < taken_n && taken[k].at < slots[i] + step; k++) used += taken[k].n;
      if (used >= b->capacity) continue;
      arena_grow(c->arena, out->at, out->n, &out->cap);
      out->at[out->n++] = (struct seat_slot){b, slots[i], b->capacity - (int)used};
    }
  }
  return E_OK;
}

static int by_time(const void *a, const void *b) {
  const struct seat_slot *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return str_cmp(x->booth->code, y->booth->code);
}

enum err seats_free(struct ctx *c, struct tx *tx, const struct seat_query *q, struct seat_slot **ret, size_t *ret_n) {
  const struct config *cfg = c->office->config;
  struct span span;
  struct closure *closed;
  struct seats out = {0};
  size_t closed_n, booths = 0;
  TRY(span_of(c, tx, q, &span));
  if (span.from < span.until) {
    TRY(closures_read(c, tx, span.from, span.until, &closed, &closed_n));
    for (size_t i = 0; i < cfg->appointments.booth_count; i++) {
      const struct booth *b = &cfg->appointments.booths[i];
      if (!booth_serves(b, q->kind) || (q->accessible && !b->accessible)) continue;
      TRY(add_booth(c, tx, b, span, closed, closed_n, &out));
      booths++;
    }
  }
  if (booths > 1 && out.n) qsort(out.at, out.n, sizeof out.at[0], by_time);
  *ret = out.at;
  *ret_n = out.n;
  return E_OK;
}

enum err seats_days(struct ctx *c, struct tx *tx, const struct seat_query *q, struct seat_day *ret, size_t *ret_n) {
  struct seat_slot *slots;
  size_t slot_n, n = 0;
  TRY(seats_free(c, tx, q, &slots, &slot_n));
  for (size_t i = 0; i < slot_n; i++) {
    struct date d = local_of(slots[i].at).date;
    if (!n || date_days(ret[n - 1].date) != date_days(d)) {
      if (n == MAX_SEAT_DAYS) break;
      ret[n++] = (struct seat_day){.date = d, .first = slots[i].at};
    }
    ret[n - 1].free += slots[i].free;
  }
  *ret_n = n;
  return E_OK;
}

enum err office_seats(struct ctx *c, const struct seat_query *q, struct seat_slot **ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return seats_free(c, &tx, q, ret, ret_n);
}

enum err office_seat_days(struct ctx *c, const struct seat_query *q, struct seat_day *ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return seats_days(c, &tx, q, ret, ret_n);
}

/* ---- one seat -------------------------------------------------------------------------------------------- */

static enum err is_slot(struct ctx *c, struct tx *tx, const struct booth *today, moment at, bool any_time, str kind, bool *ret) {
  struct seat_query q = {.kind = kind, .any_time = any_time, .day = local_of(at).date};
  struct span span;
  struct closure *closed;
  size_t closed_n;
  moment slots[MAX_SLOTS_A_DAY];
  *ret = false;
  TRY(span_of(c, tx, &q, &span));
  if (!booth_serves(today, kind) || at < span.from || at >= span.until) return E_OK;
  TRY(closures_read(c, tx, at, slot_end(today, at), &closed, &closed_n));
  size_t n = booth_slots(today, q.day, c->office->config->office.hours, closed, closed_n, span.from, span.until, slots, COUNT(slots));
  for (size_t i = 0; i < n; i++) *ret |= slots[i] == at;
  return E_OK;
}

enum err seat_place(struct ctx *c, struct tx *tx, const struct booth *b, moment at, bool any_time, str kind,
                    int *ret_place) {
  bool there, used[MAX_BOOTH_CAPACITY + 2] = {false};
  struct booth today;
  int place = 1, n = 0;
  TRY(booth_today(c, tx, b, &today));
  TRY(is_slot(c, tx, &today, at, any_time, kind, &there));
  if (!there) return ctx_fail(c, E_RULE, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S("at"));
  moment step = MINUTES(today.minutes + today.cleaning);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SEAT_PLACES, V(b->code), V(at - step), V(at + step));
  while (rows_next(&r)) {
    i64 p = col_int(&r, 0);
    if (p <= MAX_BOOTH_CAPACITY) used[p] = true;
    n++;
  }
  TRY(r.err);
  while (used[place]) place++;
  if (n >= b->capacity || place > b->capacity) return ctx_fail(c, E_CONFLICT, T_BOOKING_SLOT_TAKEN, "slot_taken", S("at"));
  *ret_place = place;
  return E_OK;
}
