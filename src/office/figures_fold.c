/* Events -> marks and sums. The rules: domain/figures.h. */
#include "office/figures.h"
#include "office/hours.h"
#include "office/json.h"

/* ---- what a batch has to write ----------------------------------------------------------------------- */

struct known { /* a file of this batch */
  i64 application;
  struct tally tally; /* its application is 0 while nothing is known */
  bool was_open;
  enum state was; /* in the store */
  bool changed;
};
struct sum {
  const char *measure; /* NULL: open files */
  i64 day, n;
  str service, key;
};
struct called { /* a ticket of this batch */
  i64 day;
  str ticket;
  bool counted;          /* it was called on that day */
  struct hall_call call; /* the one that may be taken back; its seq is 0: none */
  bool changed;
};
struct visitor { /* an appointment of this batch: the mark it made last, of those that may go again */
  str booking;
  enum measure measure; /* MEASURES: none */
  i64 day, place;
  bool changed;
};
struct batch {
  struct ctx *c;
  struct tx *tx; /* of reading */
  struct calendar cal;
  struct known *files;
  size_t file_n, file_cap;
  u32 *file_at; /* hash: place + 1 */
  struct mark *marks;
  size_t mark_n, mark_cap;
  struct called *tickets;
  size_t ticket_n, ticket_cap;
  struct visitor *visitors;
  size_t visitor_n, visitor_cap;
  struct mark *gone; /* written by an earlier batch, not true any more */
  size_t gone_n, gone_cap;
  struct sum *sums;
  size_t sum_n, sum_cap;
  u32 *sum_at;
  size_t slots; /* of both hashes, a power of two */
  i64 from, to;
};

static u64 mix(u64 h, const void *p, size_t n) {
  for (size_t i = 0; i < n; i++) h = (h ^ ((const u8 *)p)[i]) * 1099511628211u;
  return h;
}

/* More slots than there can be entries: a search always ends. */
static void make_room(struct batch *b, size_t events) {
  b->slots = 64;
  while (b->slots < events * (MAX_MARKS + 2) * 2) b->slots *= 2;
  b->file_at = arena_array(b->c->arena, u32, b->slots);
  b->sum_at = arena_array(b->c->arena, u32, b->slots);
}

static void add(struct batch *b, const char *measure, i64 day, str service, str key, i64 n) {
  u64 h = mix(1469598103934665603u, &day, sizeof day);
  h = mix(mix(h, service.p, service.n), key.p, key.n);
  h = mix(h, &measure, sizeof measure);
  size_t at = h & (b->slots - 1);
  for (; b->sum_at[at]; at = (at + 1) & (b->slots - 1)) {
    struct sum *s = &b->sums[b->sum_at[at] - 1];
    if (s->measure != measure || s->day != day || !str_eq(s->service, service) || !str_eq(s->key, key)) continue;
    s->n += n;
    return;
  }
  arena_grow(b->c->arena, b->sums, b->sum_n, &b->sum_cap);
  b->sums[b->sum_n++] = (struct sum){measure, day, n, service, key};
  b->sum_at[at] = (u32)b->sum_n;
}

/* ---- files --------------------------------------------------------------------------------------------- */

static enum err read_tally(struct batch *b, i64 application, struct tally *ret) {
  struct arena *a = b->c->arena;
  CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_FIGURE_FILE, V(application));
  *ret = (struct tally){0};
  if (!rows_next(&r)) return r.err;
  struct tally t = {.application = application, .service = col_str(&r, a, 0), .submitted_at = col_int(&r, 3),
                    .due_at = col_int(&r, 4), .paused_at = col_int(&r, 5), .paused_ms = col_int(&r, 6), .since = col_int(&r, 7),
                    .worked_ms = col_int(&r, 8), .answered = col_int(&r, 9) != 0, .ready = col_int(&r, 10) != 0,
                    .visit_day = col_int(&r, 11), .judged = col_str(&r, a, 12)};
  if (!channel_parse(col_peek(&r, 1), &t.channel) || !state_parse(col_peek(&r, 2), &t.state)) return E_BUG;
  *ret = t;
  return E_OK;
}

static enum err find_file(struct batch *b, i64 application, struct known **ret) {
  size_t at = mix(1469598103934665603u, &application, sizeof application) & (b->slots - 1);
  for (; b->file_at[at]; at = (at + 1) & (b->slots - 1)) {
    *ret = &b->files[b->file_at[at] - 1];
    if ((*ret)->application == application) return E_OK;
  }
  struct known k = {.application = application};
  TRY(read_tally(b, application, &k.tally));
  k.was_open = tally_open(&k.tally);
  k.was = k.tally.state;
  arena_grow(b->c->arena, b->files, b->file_n, &b->file_cap);
  b->files[b->file_n++] = k;
  b->file_at[at] = (u32)b->file_n;
  *ret = &b->files[b->file_n - 1];
  return E_OK;
}

/* ---- one event ------------------------------------------------------------------------------------------ */

static int published_hours(struct batch *b, str service, str version) {
  const struct service *s = office_rules(b->c->office, service, version);
  return s ? s->sla_working_hours : 0;
}

/* An event may name the scan alone. */
static enum err requirement_of(struct batch *b, const json_t *data, str *ret) {
  struct arena *a = b->c->arena;
  str requirement = json_member(data, "requirement"), scan = json_member(data, "scan");
  *ret = requirement.n ? arena_str(a, requirement) : STR_NONE;
  if (requirement.n || !scan.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_SCAN_GET, V(scan));
  if (rows_next(&r)) *ret = col_str(&r, a, 1);
  return r.err;
}

static void read_faults(struct batch *b, const json_t *data, struct happening *h) {
  json_t *faults = json_object_get(data, "faults"), *value;
  const char *requirement;
  if (!json_is_object(faults)) return;
  struct paper_fault *list = arena_array(b->c->arena, struct paper_fault, MAX_REQUIREMENTS);
  json_object_foreach(faults, requirement, value) {
    struct paper_fault *f = &list[h->fault_count];
    str reason = {json_string_value(value), json_string_length(value)};
    if (h->fault_count == MAX_REQUIREMENTS || !fault_parse(reason, &f->reason)) continue;
    f->requirement = arena_str(b->c->arena, str_of(requirement));
    h->fault_count++;
  }
  h->faults = list;
}

static enum err read_happening(struct batch *b, str data, struct happening *h) {
  enum action action;
  if (!h->application || !action_parse(h->kind, &action)) return E_OK; /* nothing of it counts */
  json_t *o = json_loadb(data.p, data.n, 0, NULL);
  enum err e = E_OK;
  h->moves = state_parse(json_member(o, "to"), &h->to);
  (void)fault_parse(json_member(o, "fault"), &h->fault);
  if (action == ACTION_SUBMIT) {
    h->service = arena_str(b->c->arena, json_member(o, "service"));
    h->sla_working_hours = published_hours(b, h->service, json_member(o, "rules"));
    if (!channel_parse(json_member(o, "channel"), &h->channel)) h->channel = CHANNEL_WEB;
    h->due_at = json_integer_value(json_object_get(o, "due"));
  }
  if (action == ACTION_ACCEPT_SCAN || action == ACTION_FAULT_SCAN) e = requirement_of(b, o, &h->requirement);
  if (action == ACTION_ASK_CORRECTION) read_faults(b, o, h);
  json_decref(o);
  return e;
}

static void keep_marks(struct batch *b, const struct marks *m) {
  for (size_t i = 0; i < m->n; i++) {
    arena_grow(b->c->arena, b->marks, b->mark_n, &b->mark_cap);
    b->marks[b->mark_n++] = m->at[i];
    add(b, measure_code(m->at[i].measure), m->at[i].day, m->at[i].service, m->at[i].key, 1);
  }
}

static enum err count_event(struct batch *b, const struct happening *h) {
  struct known *file;
  struct marks m;
  if (!h->application) return E_OK;
  TRY(find_file(b, h->application, &file));
  figures_fold(b->c->arena, &file->tally, h, &b->cal, &m);
  file->changed = true;
  keep_marks(b, &m);
  return E_OK;
}

/* What is not true any more: nobody may have seen it yet, or an earlier batch wrote it. */
static void take_away(struct batch *b, struct mark m) {
  size_t at = 0;
  while (at < b->mark_n && b->marks[at].place != m.place) at++;
  if (at < b->mark_n) {
    b->marks[at] = b->marks[--b->mark_n];
  } else {
    arena_grow(b->c->arena, b->gone, b->gone_n, &b->gone_cap);
    b->gone[b->gone_n++] = m;
  }
  add(b, measure_code(m.measure), m.day, m.service, m.key, -1);
}

/* ---- the hall --------------------------------------------------------------------------------------------- */

static enum err find_ticket(struct batch *b, i64 day, str ticket, struct called **ret) {
  for (size_t i = 0; i < b->ticket_n; i++)
    if (b->tickets[i].day == day && str_eq(b->tickets[i].ticket, ticket)) return *ret = &b->tickets[i], E_OK;
  struct called t = {.day = day, .ticket = ticket};
  CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_FIGURE_TICKET, V(day), V(ticket));
  if (rows_next(&r)) {
    t.counted = true;
    t.call = (struct hall_call){col_int(&r, 0), col_int(&r, 1), ticket, (int)col_int(&r, 2), col_int(&r, 3) != 0};
  }
  TRY(r.err);
  arena_grow(b->c->arena, b->tickets, b->ticket_n, &b->ticket_cap);
  b->tickets[b->ticket_n++] = t;
  *ret = &b->tickets[b->ticket_n - 1];
  return E_OK;
}

static void call_made(struct batch *b, struct called *t, const struct hall_call *call) {
  struct marks m;
  t->call = *call;
  t->call.first = !t->counted;
  t->counted = t->changed = true;
  figures_call(b->c->arena, &t->call, &m);
  keep_marks(b, &m);
}

/* The call never was: a ticket it was the first call of has not been called yet. */
static void call_undone(struct batch *b, struct called *t, int counter) {
  struct marks m;
  if (!t->call.seq || t->call.counter != counter) return;
  figures_call(b->c->arena, &t->call, &m);
  for (size_t i = 0; i < m.n; i++) take_away(b, m.at[i]);
  t->counted = !t->call.first;
  t->call = (struct hall_call){0};
  t->changed = true;
}

static enum err count_call(struct batch *b, const struct happening *h, str data) {
  struct called *t;
  json_t *o = json_loadb(data.p, data.n, 0, NULL);
  struct hall_call call = {.seq = h->seq, .at = h->at, .ticket = arena_str(b->c->arena, json_member(o, "ticket")),
                           .counter = (int)json_integer_value(json_object_get(o, "counter"))};
  bool undone = str_eq(h->kind, S("queue_undo")), of_call = str_eq(json_member(o, "step"), S("call"));
  json_decref(o);
  if (!call.ticket.n || (undone && !of_call)) return E_OK;
  TRY(find_ticket(b, date_days(local_of(h->at).date), call.ticket, &t));
  if (undone) call_undone(b, t, call.counter);
  else call_made(b, t, &call);
  return E_OK;
}

/* ---- appointments ---------------------------------------------------------------------------------------- */

static enum err find_visitor(struct batch *b, str booking, struct visitor **ret) {
  struct arena *a = b->c->arena;
  for (size_t i = 0; i < b->visitor_n; i++)
    if (str_eq(b->visitors[i].booking, booking)) return *ret = &b->visitors[i], E_OK;
  struct visitor v = {.booking = booking, .measure = MEASURES};
  CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_FIGURE_BOOKING, V(booking));
  if (rows_next(&r)) {
    if (!measure_parse(col_peek(&r, 0), &v.measure)) return E_BUG;
    v.day = col_int(&r, 1);
    v.place = col_int(&r, 2);
  }
  TRY(r.err);
  arena_grow(a, b->visitors, b->visitor_n, &b->visitor_cap);
  b->visitors[b->visitor_n++] = v;
  *ret = &b->visitors[b->visitor_n - 1];
  return E_OK;
}

static void not_so(struct batch *b, struct visitor *v, str key) {
  take_away(b, (struct mark){.measure = v->measure, .day = v->day, .service = S(""), .key = key, .place = v->place});
  v->measure = MEASURES;
  v->changed = true;
}

static bool read_booking(struct batch *b, const struct happening *h, const json_t *o, struct booking_event *ret) {
  *ret = (struct booking_event){.seq = h->seq, .at = h->at, .kind = arena_str(b->c->arena, json_member(o, "kind"))};
  (void)rfc3339_parse(json_member(o, "at"), &ret->starts_at);
  return booking_state_parse(json_member(o, "from"), &ret->from) && booking_state_parse(json_member(o, "to"), &ret->to);
}

static enum err count_booking(struct batch *b, const struct happening *h, str data) {
  struct booking_event e;
  struct visitor *v;
  struct marks m;
  json_t *o = json_loadb(data.p, data.n, 0, NULL);
  bool fine = read_booking(b, h, o, &e);
  str booking = arena_str(b->c->arena, json_member(o, "booking"));
  json_decref(o);
  if (!fine || !booking.n) return E_OK;
  enum measure goes = figures_booking(b->c->arena, &e, &m);
  if (!m.n && goes == MEASURES) return E_OK;
  TRY(find_visitor(b, booking, &v));
  if (goes != MEASURES && v->measure == goes) not_so(b, v, e.kind);
  for (size_t i = 0; i < m.n; i++) {
    if (m.at[i].measure != MEASURE_KEPT && m.at[i].measure != MEASURE_MISSED) continue;
    *v = (struct visitor){booking, m.at[i].measure, m.at[i].day, m.at[i].place, true};
  }
  keep_marks(b, &m);
  return E_OK;
}

static enum err read_batch(struct batch *b, int size) {
  struct arena *a = b->c->arena;
  {
    CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_FIGURE_CURSOR);
    TRY(rows_one(&r));
    b->from = b->to = col_int(&r, 0);
  }
  make_room(b, (size_t)size);
  TRY(calendar_read(b->c, b->tx, 0, &b->cal));
  CLEANUP(rows_done) struct rows r = db_query(b->tx, SQL_FIGURE_EVENTS, V(b->from), V(size));
  while (rows_next(&r)) {
    struct happening h = {.seq = col_int(&r, 0), .at = col_int(&r, 1), .kind = col_str(&r, a, 2), .application = col_int(&r, 3),
                          .actor = col_str(&r, a, 4)};
    if (str_starts(h.kind, S("booking_"))) TRY(count_booking(b, &h, col_str(&r, a, 5)));
    if (str_eq(h.kind, S("queue_call")) || str_eq(h.kind, S("queue_undo"))) TRY(count_call(b, &h, col_str(&r, a, 5)));
    TRY(read_happening(b, col_str(&r, a, 5), &h));
    TRY(count_event(b, &h));
    b->to = h.seq;
  }
  return r.err;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static enum err save_file(struct tx *tx, const struct tally *t) {
  return db_exec(tx, SQL_FIGURE_SAVE_FILE, V(t->application), V(t->service), V(channel_code(t->channel)), V(state_code(t->state)),
                 V(t->submitted_at), V(date_days(local_of(t->submitted_at).date)), V(t->due_at), V(t->paused_at), V(t->paused_ms),
                 V(t->since), V(t->worked_ms), V(t->answered), V(t->ready), V(t->visit_day), V_STR(t->judged), V(tally_open(t)),
                 V_OPT(tally_late_at(t)));
}

static void move_open(struct batch *b, const struct known *k) {
  const struct tally *t = &k->tally;
  i64 day = date_days(local_of(t->submitted_at).date);
  if (k->was_open) add(b, NULL, day, t->service, str_of(state_code(k->was)), -1);
  if (tally_open(t)) add(b, NULL, day, t->service, str_of(state_code(t->state)), 1);
}

static enum err write_marks(struct tx *tx, const struct batch *b) {
  for (size_t i = 0; i < b->mark_n; i++) {
    const struct mark *m = &b->marks[i];
    TRY(db_exec(tx, SQL_FIGURE_ADD_MARK, V(measure_code(m->measure)), V(m->day), V_STR(m->service), V_STR(m->key), V(m->place),
                V(m->application), V(m->value)));
  }
  for (size_t i = 0; i < b->gone_n; i++) {
    const struct mark *m = &b->gone[i];
    TRY(db_exec(tx, SQL_FIGURE_DROP_MARK, V(measure_code(m->measure)), V(m->day), V_STR(m->service), V_STR(m->key), V(m->place)));
  }
  return E_OK;
}

static enum err write_tickets(struct tx *tx, const struct batch *b) {
  for (size_t i = 0; i < b->ticket_n; i++) {
    const struct called *t = &b->tickets[i];
    if (!t->changed) continue;
    if (!t->counted) TRY(db_exec(tx, SQL_FIGURE_DROP_TICKET, V(t->day), V(t->ticket)));
    else TRY(db_exec(tx, SQL_FIGURE_SAVE_TICKET, V(t->day), V(t->ticket), V(t->call.seq), V(t->call.at), V(t->call.counter), V(t->call.first)));
  }
  return E_OK;
}

static enum err write_visitors(struct tx *tx, const struct batch *b) {
  for (size_t i = 0; i < b->visitor_n; i++) {
    const struct visitor *v = &b->visitors[i];
    if (!v->changed) continue;
    if (v->measure == MEASURES) TRY(db_exec(tx, SQL_FIGURE_DROP_BOOKING, V(v->booking)));
    else TRY(db_exec(tx, SQL_FIGURE_SAVE_BOOKING, V(v->booking), V(measure_code(v->measure)), V(v->day), V(v->place)));
  }
  return E_OK;
}

static enum err write_sum(struct tx *tx, const struct sum *s) {
  if (!s->n) return E_OK;
  if (!s->measure) return db_exec(tx, SQL_FIGURE_ADD_OPEN, V(s->day), V(s->service), V(s->key), V(s->n));
  TRY(db_exec(tx, SQL_FIGURE_ADD_DAY, V(s->measure), V(s->day), V_STR(s->service), V_STR(s->key), V(s->n)));
  return s->n < 0 ? db_exec(tx, SQL_FIGURE_DROP_DAY, V(s->measure), V(s->day), V_STR(s->service), V_STR(s->key)) : E_OK;
}

static enum err write_batch(struct batch *b) {
  CLEANUP(db_end) struct tx tx = {0};
  for (size_t i = 0; i < b->file_n; i++) move_open(b, &b->files[i]);
  TRY(db_begin(b->c->office->db, &tx));
  TRY(db_change(&tx, SQL_FIGURE_MOVE_CURSOR, V(b->from), V(b->to), V(b->c->now)));
  for (size_t i = 0; i < b->file_n; i++)
    if (b->files[i].changed && b->files[i].tally.application) TRY(save_file(&tx, &b->files[i].tally));
  TRY(write_marks(&tx, b));
  for (size_t i = 0; i < b->sum_n; i++) TRY(write_sum(&tx, &b->sums[i]));
  TRY(write_tickets(&tx, b));
  TRY(write_visitors(&tx, b));
  TRY(db_exec(&tx, SQL_FIGURE_DROP_OPEN));
  return db_commit(&tx);
}

static enum err fold_once(struct ctx *c, int size, bool *ret_more) {
  CLEANUP(db_end) struct tx tx = {0};
  struct batch b = {.c = c, .tx = &tx};
  TRY(db_read(c->office->db, &tx));
  TRY(read_batch(&b, size));
  db_end(&tx);
  *ret_more = b.to - b.from >= size;
  if (b.to == b.from) return E_OK;
  enum err e = write_batch(&b);
  if (e != E_CONFLICT) return e;
  *ret_more = true; /* somebody else counted these */
  return E_OK;
}

enum err figures_catch_up(struct ctx *c, int batches, int size, bool *ret_more) {
  CLEANUP(arena_freep) struct arena *a = arena_new(64u << 20);
  struct ctx own = *c;
  own.arena = a;
  *ret_more = true;
  for (int i = 0; i < batches && *ret_more; i++) {
    arena_reset(a);
    TRY(fold_once(&own, size, ret_more));
  }
  return E_OK;
}

enum err figures_forget(struct ctx *c) {
  static const enum sql all[] = {SQL_FIGURE_FORGET_MARK, SQL_FIGURE_FORGET_DAY, SQL_FIGURE_FORGET_OPEN, SQL_FIGURE_FORGET_FILE,
                                 SQL_FIGURE_FORGET_TICKET, SQL_FIGURE_FORGET_BOOKING, SQL_FIGURE_FORGET_CURSOR};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < COUNT(all); i++) TRY(db_exec(&tx, all[i]));
  return db_commit(&tx);
}

enum err figures_state(struct ctx *c, struct figures_state *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_FIGURE_CURSOR);
  TRY(rows_one(&r));
  *ret = (struct figures_state){.counted = col_int(&r, 0), .at = col_int(&r, 1), .newest = col_int(&r, 2)};
  return E_OK;
}
