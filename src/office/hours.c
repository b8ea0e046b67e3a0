#include "office/hours.h"

#include "domain/complaint.h"

#define MAX_OFFICE_CLOSURES 2000
#define MAX_CLOSED_DAYS 4000
#define MAX_DOOR_CLOSURES 60 /* the next ones are enough to know when the doors open again */

enum err calendar_read(struct ctx *c, struct tx *tx, moment from, struct calendar *ret) {
  const struct opening *week = c->office->config->office.hours;
  struct arena *a = c->arena;
  struct closure *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CLOSURE_WHOLE, V(from), V(MAX_OFFICE_CLOSURES));
  while (rows_next(&r)) {
    arena_grow(a, list, n, &cap);
    list[n++] = (struct closure){.from = col_int(&r, 0), .to = col_int(&r, 1)};
  }
  TRY(r.err);
  i64 *days = n ? arena_array(a, i64, MAX_CLOSED_DAYS) : NULL;
  *ret = (struct calendar){.week = week, .closed = days, .closed_n = closed_days(list, n, week, days, MAX_CLOSED_DAYS)};
  return E_OK;
}

enum err office_doors(struct ctx *c, struct tx *tx, str hall, moment at, struct doors *ret) {
  struct closure list[MAX_DOOR_CLOSURES];
  size_t n = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CLOSURE_DOORS, V(at), V_STR(hall), V(MAX_DOOR_CLOSURES));
  while (rows_next(&r)) list[n++] = (struct closure){.from = col_int(&r, 0), .to = col_int(&r, 1)};
  TRY(r.err);
  *ret = doors_at(at, c->office->config->office.hours, list, n);
  return E_OK;
}

enum err closings_read(struct ctx *c, struct tx *tx, moment from, moment until, struct closing **ret, size_t *ret_n) {
  struct arena *a = c->arena;
  struct closing *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CLOSURE_BETWEEN, V(from), V(until));
  while (rows_next(&r)) {
    arena_grow(a, list, n, &cap);
    list[n++] = (struct closing){.id = col_int(&r, 0), .hall = col_str(&r, a, 1), .from = col_int(&r, 2), .to = col_int(&r, 3),
                                 .name = col_str(&r, a, 4), .source = col_str(&r, a, 5)};
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

bool closing_shuts_office(const struct closing *one) { return !one->hall.n && !str_eq(one->source, S("central")); }

enum err office_hours(struct ctx *c, moment until, struct doors *ret, struct closing **ret_list, size_t *ret_n) {
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(office_doors(c, &tx, STR_NONE, c->now, ret));
  TRY(closings_read(c, &tx, c->now, until, ret_list, ret_n));
  for (size_t i = 0; i < *ret_n; i++)
    if (closing_shuts_office(&(*ret_list)[i])) (*ret_list)[n++] = (*ret_list)[i];
  *ret_n = n;
  return E_OK;
}

enum err promise_hours(struct ctx *c, struct tx *tx, int hours, moment *ret) {
  struct calendar cal;
  TRY(calendar_read(c, tx, c->now, &cal));
  *ret = working_hours_after(c->now, hours, &cal);
  return E_OK;
}

enum err promise_days(struct ctx *c, struct tx *tx, moment from, int days, moment *ret) {
  struct calendar cal;
  TRY(calendar_read(c, tx, from, &cal));
  *ret = working_days_after(from, days, &cal);
  return E_OK;
}
