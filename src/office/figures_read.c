/* The figures read: sums, and the list behind each. */
#include "base/limits.h"
#include "office/chain.h"
#include "office/figures.h"
#include "office/json.h"

/* Columns of a row, -1: not there. */
struct columns {
  int service, key, day, n;
};

static enum err read_all(struct ctx *c, struct rows *r, struct columns at, struct figures *ret) {
  struct figure *list = NULL;
  size_t n = 0, cap = 0;
  while (rows_next(r)) {
    arena_grow(c->arena, list, n, &cap);
    list[n++] = (struct figure){.service = at.service < 0 ? S("") : col_str(r, c->arena, at.service),
                                .key = at.key < 0 ? S("") : col_str(r, c->arena, at.key),
                                .day = at.day < 0 ? 0 : col_int(r, at.day),
                                .n = col_int(r, at.n)};
  }
  *ret = (struct figures){list, n};
  return r->err;
}

enum err figures_by_key(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, struct figures *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_BY_KEY, V(measure_code(m)), V(s.first), V(s.last), V_STR(service));
  return read_all(c, &r, (struct columns){-1, 0, -1, 1}, ret);
}

enum err figures_by_day(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, str key, struct figures *ret) {
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_FIGURE_BY_DAY, V(measure_code(m)), V(s.first), V(s.last), V_STR(service), V_STR(key));
  return read_all(c, &r, (struct columns){-1, -1, 0, 1}, ret);
}

enum err figures_by_day_key(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, struct figures *ret) {
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_FIGURE_BY_DAY_KEY, V(measure_code(m)), V(s.first), V(s.last), V_STR(service));
  return read_all(c, &r, (struct columns){-1, 1, 0, 2}, ret);
}

enum err figures_by_service(struct ctx *c, struct tx *tx, enum measure m, struct span s, struct figures *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_BY_SERVICE, V(measure_code(m)), V(s.first), V(s.last));
  return read_all(c, &r, (struct columns){0, 1, -1, 2}, ret);
}

enum err figures_open(struct ctx *c, struct tx *tx, str service, struct figures *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_OPEN, V_STR(service));
  return read_all(c, &r, (struct columns){-1, 1, 0, 2}, ret);
}

enum err figures_late(struct ctx *c, struct tx *tx, str service, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_LATE, V(c->now), V_STR(service));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

i64 figures_sum(const struct figures *f, str key) {
  i64 sum = 0;
  for (size_t i = 0; i < f->n; i++)
    if (!key.n || str_eq(f->at[i].key, key)) sum += f->at[i].n;
  return sum;
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

static bool read_mark(struct ctx *c, const struct rows *r, struct figure_row *ret) {
  struct arena *a = c->arena;
  *ret = (struct figure_row){.day = col_int(r, 0), .service = col_str(r, a, 1), .key = col_str(r, a, 2), .place = col_int(r, 3),
                             .application = col_int(r, 4), .value = col_int(r, 5), .at = col_int(r, 6), .number = col_str(r, a, 7),
                             .applicant = col_str(r, a, 8)};
  if (!col_null(r, 7)) return state_parse(col_peek(r, 9), &ret->state);
  str data = col_str(r, a, 10);
  json_t *o = json_loadb(data.p, data.n, 0, NULL);
  ret->ticket = arena_str(a, json_member(o, "ticket"));
  ret->booking = arena_str(a, json_member(o, "booking"));
  json_decref(o);
  return true;
}

/* Open and late files: their first column differs, the rest is alike. */
static bool read_file(struct ctx *c, const struct rows *r, struct figure_row *ret) {
  struct arena *a = c->arena;
  *ret = (struct figure_row){.day = col_int(r, 0), .service = col_str(r, a, 1), .application = col_int(r, 3), .at = col_int(r, 4),
                             .number = col_str(r, a, 5), .applicant = col_str(r, a, 6)};
  return state_parse(col_peek(r, 2), &ret->state);
}

static struct rows list_query(struct ctx *c, struct tx *tx, const struct figure_list_query *q, i64 limit) {
  bool more = q->more;
  switch (q->kind) {
    case FIGURE_OPEN:
      return db_query(tx, SQL_FIGURE_LIST_OPEN, V(q->days.first), V(q->days.last), V_STR(q->service), V_STR(q->key),
                      V(more ? q->after_day : -1), V(more ? q->after_id : 0), V(limit));
    case FIGURE_LATE:
      return db_query(tx, SQL_FIGURE_LIST_LATE, V(c->now), V_STR(q->service), V(more ? q->after_day : -1), V(more ? q->after_id : 0),
                      V(limit));
    case FIGURE_MARKS: break;
  }
  i64 last = more ? q->after_day : q->days.last + 1;
  return db_query(tx, SQL_FIGURE_LIST_MARKS, V(measure_code(q->measure)), V(q->days.first), V(q->days.last), V_STR(q->service),
                  V_STR(q->key), V(last), V_STR(q->after_service), V_STR(q->after_key), V(more ? q->after_id : 0), V(limit), V(q->weekday));
}

enum err figures_list(struct ctx *c, const struct figure_list_query *q, struct figure_list *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  int limit = q->limit > 0 && q->limit <= MAX_LIST ? q->limit : MAX_LIST;
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = list_query(c, &tx, q, limit + 1);
  ret->rows = arena_array(c->arena, struct figure_row, (size_t)limit + 1);
  ret->n = 0;
  while (ret->n <= (size_t)limit && rows_next(&r)) {
    struct figure_row *row = &ret->rows[ret->n];
    ret->n += q->kind == FIGURE_MARKS ? read_mark(c, &r, row) : read_file(c, &r, row);
  }
  ret->more = ret->n > (size_t)limit;
  if (ret->more) ret->n = (size_t)limit;
  return r.err;
}

enum err figures_taken(struct ctx *c, const char *what) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(event_append(c, &tx, "figures_taken", 0, arena_printf(c->arena, "{\"as\":\"%s\"}", what)));
  return db_commit(&tx);
}
