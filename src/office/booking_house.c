#include "office/booking_house.h"

#include "base/limits.h"
#include "office/booking_notice.h"
#include "office/chain.h"
#include "office/json.h"

#define BLANK_KIND V("ktp_el")
#define FAR DAYS(400)
#define MAX_TOLD 5000

static moment midnight(struct date d) { return moment_of_local((struct local_time){.date = d}); }
static moment end_of_today(const struct ctx *c) { return midnight(date_of_days(date_days(ctx_today(c)) + 1)); }

static enum err tell_chain(struct ctx *c, struct tx *tx, const char *kind, json_t *data) {
  return event_append(c, tx, kind, 0, json_text(c->arena, data));
}

/* ---- telling those it touches ------------------------------------------------------------------------- */

struct disturbance {
  moment from, until;   /* of the beginnings it touches */
  const char *code;     /* what they are marked with; NULL: the mark is taken away */
  const char *only;     /* marked with this already; NULL: not marked like that */
  bool (*touches)(const struct booking *b, const struct disturbance *d);
  str hall;
  enum booking_says says;
  str reason;
};

static bool everybody(const struct booking *b, const struct disturbance *d) {
  return b->rule && (!d->hall.n || (b->booth && str_eq(b->booth->hall, d->hall)));
}
static bool needs_central(const struct booking *b, const struct disturbance *d) {
  (void)d;
  return !str_eq(b->kind, VISIT_PICKUP); /* what is ready can be handed over */
}
static bool only_prints(const struct booking *b, const struct disturbance *d) {
  (void)d;
  return visit_paused(b->rule, true);
}

static enum err ids_between(struct tx *tx, moment from, moment until, i64 *ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_DAY, V(from), V(until), V(0), V(0), V(MAX_TOLD));
  *ret_n = 0;
  while (*ret_n < MAX_TOLD && rows_next(&r)) ret[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

static enum err tell_all(struct ctx *c, struct tx *tx, const struct disturbance *d, size_t *ret_told) {
  i64 *ids = arena_array(c->arena, i64, MAX_TOLD);
  size_t n;
  TRY(ids_between(tx, d->from, d->until, ids, &n));
  for (size_t i = 0; i < n; i++) {
    struct booking b;
    TRY(booking_by_id(c, tx, ids[i], &b));
    bool marked = d->only ? str_is(b.disturbed, d->only) : !str_is(b.disturbed, d->code);
    if (b.state != BOOKING_BOOKED || !marked || !d->touches(&b, d)) continue;
    b.disturbed = d->code ? str_of(d->code) : STR_NONE;
    TRY(db_change(tx, SQL_BOOKING_DISTURB, V(b.id), V(b.version), V_STR(b.disturbed), V(c->now)));
    TRY(booking_notice_why(c, tx, &b, d->says, d->reason));
    ++*ret_told;
  }
  return E_OK;
}

/* ---- closures -------------------------------------------------------------------------------------------- */

static enum err keep_closure(struct ctx *c, struct tx *tx, str uid, str hall, moment from, moment to, str name, const char *source) {
  return db_exec(tx, SQL_CLOSURE_KEEP, V(uid), V_STR(hall), V(from), V(to), V(name), V(source), V(c->now));
}

static enum err tell_closed(struct ctx *c, struct tx *tx, str hall, moment from, moment to, str name, size_t *ret_told) {
  struct disturbance d = {.from = from > c->now ? from : c->now, .until = to, .code = "closed", .touches = everybody, .hall = hall,
                          .says = BOOKING_SAYS_CLOSED, .reason = name};
  return tell_all(c, tx, &d, ret_told);
}

enum err house_close(struct ctx *c, str hall, moment from, moment to, str name, size_t *ret_told) {
  *ret_told = 0;
  name = utf8_cut(str_trim(name), 100);
  if (!name.n) return ctx_fail(c, E_INPUT, T_BOOKING_HOUSE_NAME, "missing", S("name"));
  if (to <= from || to <= c->now || to - from > DAYS(366)) return ctx_fail(c, E_INPUT, T_BOOKING_HOUSE_SPAN, "span", S("to"));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  str uid = arena_printf(c->arena, "loket:" STR_FMT, STR_ARG(random_token(c->arena)));
  TRY(keep_closure(c, &tx, uid, hall, from, to, name, "officer"));
  json_t *o = json_object();
  json_object_set_new(o, "name", json_of(name));
  json_object_set_new(o, "from", json_of(rfc3339(c->arena, from)));
  json_object_set_new(o, "to", json_of(rfc3339(c->arena, to)));
  TRY(tell_chain(c, &tx, "closed", o));
  TRY(tell_closed(c, &tx, hall, from, to, name, ret_told));
  return db_commit(&tx);
}

enum err house_reopen(struct ctx *c, i64 closure) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_change(&tx, SQL_CLOSURE_DROP, V(closure));
  if (e == E_CONFLICT) return E_NOTFOUND;
  TRY(e);
  json_t *o = json_object();
  json_object_set_new(o, "closure", json_integer(closure));
  TRY(tell_chain(c, &tx, "reopened", o));
  return db_commit(&tx);
}

enum err office_holidays(struct ctx *c, const struct holiday_entry *list, size_t n, struct holidays_report *ret) {
  *ret = (struct holidays_report){0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < n; i++) {
    const struct holiday_entry *h = &list[i];
    moment from = midnight(h->from), to = midnight(date_of_days(date_days(h->to) + 1));
    if (to <= c->now) continue; /* it has been */
    TRY(keep_closure(c, &tx, h->uid, S(""), from, to, h->name, "calendar"));
    TRY(tell_closed(c, &tx, S(""), from, to, h->name, &ret->told));
    ret->kept++;
  }
  json_t *o = json_object();
  json_object_set_new(o, "holidays", json_integer((json_int_t)ret->kept));
  TRY(tell_chain(c, &tx, "holidays", o));
  return db_commit(&tx);
}

/* ---- the central system ---------------------------------------------------------------------------------------- */

static enum err central_of(struct ctx *c, struct tx *tx, struct house *h) {
  TRY(closings_read(c, tx, c->now, c->now + FAR, &h->closures, &h->closure_count));
  for (size_t i = 0; i < h->closure_count; i++) {
    const struct closing *one = &h->closures[i];
    if (!str_eq(one->source, S("central")) || one->from > c->now) continue;
    h->central_down = true;
    h->central_since = one->from;
    h->central_note = one->name;
  }
  return E_OK;
}

enum err office_house(struct ctx *c, struct house *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct house){0};
  TRY(db_read(c->office->db, &tx));
  TRY(central_of(c, &tx, ret));
  return blanks_read(&tx, &ret->blanks);
}

enum err office_central_down(struct ctx *c, str note, size_t *ret_told) {
  struct house now = {0};
  *ret_told = 0;
  note = utf8_cut(str_trim(note), 200);
  if (!note.n) note = text_plain(LANG_ID, T_BOOKING_HOUSE_CENTRAL);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(central_of(c, &tx, &now));
  if (now.central_down) return E_OK;
  str uid = arena_printf(c->arena, "loket:central:%lld", (long long)c->now);
  TRY(keep_closure(c, &tx, uid, S(""), c->now, end_of_today(c), note, "central"));
  json_t *o = json_object();
  json_object_set_new(o, "note", json_of(note));
  TRY(tell_chain(c, &tx, "central_down", o));
  /* who is a little late may be on the way as well */
  struct disturbance d = {.from = c->now - MINUTES(30), .until = end_of_today(c), .code = "central", .touches = needs_central,
                          .says = BOOKING_SAYS_CENTRAL_DOWN, .reason = note};
  TRY(tell_all(c, &tx, &d, ret_told));
  return db_commit(&tx);
}

enum err office_central_up(struct ctx *c, size_t *ret_told) {
  *ret_told = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_CLOSURE_END_CENTRAL, V(c->now)));
  TRY(tell_chain(c, &tx, "central_up", json_object()));
  /* whose time is still ahead today may come after all */
  struct disturbance back = {.from = c->now, .until = end_of_today(c), .only = "central", .touches = everybody, .says = BOOKING_SAYS_CENTRAL_BACK};
  TRY(tell_all(c, &tx, &back, ret_told));
  return db_commit(&tx);
}

/* ---- blanks --------------------------------------------------------------------------------------------------------- */

static enum err tell_blanks(struct ctx *c, struct tx *tx, const struct blanks *before, const struct blanks *now, size_t *ret_told) {
  bool out = blanks_out(now), was_out = blanks_out(before);
  moment until = now->expected.year ? midnight(now->expected) : c->now + FAR;
  struct disturbance none = {.from = c->now, .until = until, .code = "blanks", .touches = only_prints, .says = BOOKING_SAYS_NO_BLANKS};
  struct disturbance back = {.from = c->now, .until = c->now + FAR, .only = "blanks", .touches = only_prints, .says = BOOKING_SAYS_BLANKS_BACK};
  if (out) return tell_all(c, tx, &none, ret_told);
  return was_out ? tell_all(c, tx, &back, ret_told) : E_OK;
}

enum err office_blanks(struct ctx *c, i64 count, struct date expected, size_t *ret_told) {
  struct blanks before, now;
  *ret_told = 0;
  if (count < 0 || count > 10000000) return ctx_fail(c, E_INPUT, T_BOOKING_HOUSE_COUNT, "field", S("count"));
  bool past = expected.year && date_days(expected) < date_days(ctx_today(c));
  if (past) return ctx_fail(c, E_INPUT, T_BOOKING_HOUSE_EXPECTED, "past", S("expected"));
  if (count > 0) expected = (struct date){0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(blanks_read(&tx, &before));
  str date = expected.year ? date_iso(c->arena, expected) : S("");
  TRY(db_exec(&tx, SQL_BLANK_SET, BLANK_KIND, V(count), V(date), V(c->now)));
  TRY(blanks_read(&tx, &now));
  json_t *o = json_object();
  json_object_set_new(o, "from", json_integer(before.count));
  json_object_set_new(o, "to", json_integer(count));
  TRY(tell_chain(c, &tx, "blanks", o));
  TRY(tell_blanks(c, &tx, &before, &now, ret_told));
  return db_commit(&tx);
}

enum err blanks_used(struct ctx *c, struct tx *tx) {
  struct blanks before, now;
  size_t told = 0;
  TRY(blanks_read(tx, &before));
  TRY(db_exec(tx, SQL_BLANK_USE, BLANK_KIND, V(c->now)));
  TRY(blanks_read(tx, &now));
  return blanks_out(&now) && !blanks_out(&before) ? tell_blanks(c, tx, &before, &now, &told) : E_OK;
}
