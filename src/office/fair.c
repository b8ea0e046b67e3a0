#include "office/fair.h"

#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/staff.h"

#define PAGE 500
#define WHILE SECONDS(2) /* a round of the chore; the rest comes with the next */
#define MOST_OVERTAKEN 1000

/* ---- replaying ------------------------------------------------------------------------------------- */

struct replayed {
  i64 seq, at, application;
  enum fair_sense sense;
  i64 officer;
};

static i64 officer_in(str actor) {
  i64 id = 0;
  if (str_starts(actor, S("officer:")) && str_to_i64(str_from(actor, 8), &id)) return id;
  if (str_starts(actor, S("token:")) && str_to_i64(str_from(actor, 6), &id)) return -id;
  return 0;
}

static enum err read_page(struct ctx *c, struct tx *tx, i64 after, struct replayed *ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_EVENT_WALK, V(after), V(PAGE));
  *ret_n = 0;
  while (*ret_n < PAGE && rows_next(&r))
    ret[(*ret_n)++] = (struct replayed){.seq = col_int(&r, 0), .at = col_int(&r, 1), .sense = fair_sense_of(col_str(&r, c->arena, 2)),
                                        .application = col_int(&r, 3), .officer = officer_in(col_str(&r, c->arena, 4))};
  return r.err;
}

static enum err replay_one(struct tx *tx, const struct replayed *e) {
  switch (e->sense) {
    case FAIR_WAITS: return db_exec(tx, SQL_FAIR_WAITS, V(e->application));
    case FAIR_STARTS:
      TRY(db_exec(tx, SQL_FAIR_STARTS, V(e->application), V(e->at), V(e->officer), V(MOST_OVERTAKEN)));
      return db_exec(tx, SQL_FAIR_LEAVES, V(e->application));
    case FAIR_LEAVES: return db_exec(tx, SQL_FAIR_LEAVES, V(e->application));
    case FAIR_LOOKS: return e->officer > 0 ? db_exec(tx, SQL_FAIR_LOOKS, V(e->officer), V(e->seq)) : E_OK;
    case FAIR_NOTHING: return E_OK;
  }
  return E_OK;
}

static enum err cursor_of(struct tx *tx, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FAIR_CURSOR);
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

/* Looks first without the writer's place: most rounds find nothing. */
static enum err replay_page(struct ctx *c, size_t *ret_n) {
  CLEANUP(arena_freep) struct arena *a = arena_new(8u << 20);
  struct ctx mine = *c;
  struct replayed *page = arena_array(a, struct replayed, PAGE);
  i64 from;
  mine.arena = a;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    TRY(cursor_of(&tx, &from));
    TRY(read_page(&mine, &tx, from, page, ret_n));
  }
  if (!*ret_n) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < *ret_n; i++) TRY(replay_one(&tx, &page[i]));
  TRY(db_change(&tx, SQL_FAIR_MOVED, V(from), V(page[*ret_n - 1].seq)));
  return db_commit(&tx);
}

enum err fair_replay(struct ctx *c, size_t *ret_n) {
  moment until = clock_now() + WHILE;
  size_t n = PAGE;
  *ret_n = 0;
  while (n == PAGE && clock_now() < until) {
    TRY(replay_page(c, &n));
    *ret_n += n;
  }
  return E_OK;
}

/* ---- the report -------------------------------------------------------------------------------------- */

static moment start_of(struct date d) { return moment_of_local((struct local_time){.date = d}); }

static enum err read_jumps(struct ctx *c, struct tx *tx, moment from, moment until, struct fair_report *ret) {
  i64 by[MAX_LIST];
  ret->jumps = arena_array(c->arena, struct fair_jump, MAX_LIST);
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FAIR_JUMPS, V(from), V(until), V(MAX_LIST));
    while (ret->jump_count < MAX_LIST && rows_next(&r)) {
      struct arena *a = c->arena;
      struct fair_jump *j = &ret->jumps[ret->jump_count];
      *j = (struct fair_jump){.number = col_str(&r, a, 0), .service = col_str(&r, a, 1), .at = col_int(&r, 2), .officer = col_int(&r, 3),
                              .overtaken = col_int(&r, 4), .channel = col_str(&r, a, 5), .note = col_str(&r, a, 7)};
      (void)fair_reason_parse(col_peek(&r, 6), &j->reason);
      by[ret->jump_count++] = col_int(&r, 8);
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < ret->jump_count; i++) {
    TRY(staff_name(c, tx, ret->jumps[i].officer, &ret->jumps[i].officer_name));
    TRY(staff_name(c, tx, by[i], &ret->jumps[i].reason_by));
  }
  return E_OK;
}

static enum err read_sums(struct ctx *c, struct tx *tx, moment from, moment until, struct fair_report *ret) {
  size_t cap = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FAIR_SUMS, V(from), V(until));
    while (rows_next(&r)) {
      arena_grow(c->arena, ret->sums, ret->sum_count, &cap);
      ret->sums[ret->sum_count++] = (struct fair_sum){.service = col_str(&r, c->arena, 0), .officer = col_int(&r, 1), .begun = col_int(&r, 2),
                                                      .jumped = col_int(&r, 3), .explained = col_int(&r, 4)};
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < ret->sum_count; i++) TRY(staff_name(c, tx, ret->sums[i].officer, &ret->sums[i].officer_name));
  return E_OK;
}

enum err fair_week(struct ctx *c, struct date from, struct fair_report *ret) {
  moment start = start_of(from), end = start_of(date_of_days(date_days(from) + 7));
  *ret = (struct fair_report){0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(read_jumps(c, &tx, start, end, ret));
  return read_sums(c, &tx, start, end, ret);
}

enum err fair_explain(struct ctx *c, str number, enum fair_reason reason, str note) {
  i64 application, overtaken;
  if (reason == FAIR_NO_REASON) return ctx_fail(c, E_INPUT, T_FAIR_REASON_NEEDED, "missing", S("reason"));
  if (reason == FAIR_OTHER && !note.n) return ctx_fail(c, E_INPUT, T_FAIR_NOTE_NEEDED, "missing", S("note"));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_FAIR_JUMPED, V(number));
    TRY(rows_one(&r));
    application = col_int(&r, 0);
    overtaken = col_int(&r, 1);
  }
  if (!overtaken) return E_NOTFOUND;
  TRY(db_exec(&tx, SQL_FAIR_REASON_PUT, V(application), V(fair_reason_code(reason)), V_STR(utf8_cut(note, 300)), V(c->actor.officer), V(c->now)));
  json_t *o = json_object();
  json_object_set_new(o, "reason", json_string(fair_reason_code(reason)));
  if (note.n) json_object_set_new(o, "note", json_of(utf8_cut(note, 300)));
  TRY(event_append(c, &tx, "jump_explained", application, json_text(c->arena, o)));
  return db_commit(&tx);
}

/* ---- who looked ---------------------------------------------------------------------------------------- */

enum err fair_officers(struct ctx *c, struct fair_officer **ret, size_t *ret_n) {
  struct fair_officer *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_LIST);
    while (rows_next(&r)) {
      arena_grow(c->arena, list, n, &cap);
      list[n] = (struct fair_officer){.id = col_int(&r, 0), .name = col_str(&r, c->arena, 2)};
      if (role_parse(col_peek(&r, 3), &list[n].role)) n++;
    }
    TRY(r.err);
  }
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_FAIR_LOOK_COUNTS);
  while (rows_next(&r))
    for (size_t i = 0; i < n; i++)
      if (list[i].id == col_int(&r, 0)) list[i].looks = col_int(&r, 1);
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err fair_looks(struct ctx *c, i64 officer, i64 before, struct fair_look **ret, size_t *ret_n) {
  struct fair_look *list = arena_array(c->arena, struct fair_look, MAX_LIST);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(event_append(c, &tx, "log_viewed", 0, arena_printf(c->arena, "{\"officer\":%lld}", (long long)officer)));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_FAIR_LOOKS_OF, V(officer), V(before ? before : INT64_MAX), V(MAX_LIST));
    while (n < MAX_LIST && rows_next(&r)) {
      struct arena *a = c->arena;
      list[n++] = (struct fair_look){.seq = col_int(&r, 0), .at = col_int(&r, 1), .kind = col_str(&r, a, 2), .number = col_str(&r, a, 3)};
    }
    TRY(r.err);
  }
  *ret = list;
  *ret_n = n;
  return db_commit(&tx);
}

static enum err role_of(struct tx *tx, i64 officer, enum role *ret) {
  *ret = ROLE_NONE;
  if (officer <= 0) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_OFFICER_BY_ID, V(officer));
  enum err e = rows_one(&r);
  if (e == E_OK) (void)role_parse(col_peek(&r, 2), ret);
  return e == E_NOTFOUND ? E_OK : e;
}

enum err fair_seen_by(struct ctx *c, const struct file_whole *w, struct fair_seen **ret, size_t *ret_n) {
  struct fair_seen *list = arena_array(c->arena, struct fair_seen, MAX_SEEN);
  i64 who[MAX_SEEN];
  size_t n = 0;
  for (size_t i = w->event_count; i-- > 0 && n < MAX_SEEN;) {
    const struct event_line *e = &w->events[i];
    if (!str_eq(e->kind, S("view"))) continue;
    i64 officer = officer_in(e->actor);
    size_t k = n;
    while (k > 0 && !(who[k - 1] == officer && list[k - 1].at - e->at < HOURS(1))) k--;
    if (k > 0) {
      list[k - 1].pages++;
      continue;
    }
    who[n] = officer;
    list[n++] = (struct fair_seen){.at = e->at, .pages = 1};
  }
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  for (size_t i = 0; i < n; i++) TRY(role_of(&tx, who[i], &list[i].role));
  *ret = list;
  *ret_n = n;
  return E_OK;
}
