#include "office/head.h"

#include "office/hours.h"
#include "office/seats.h"
#include "office/staff.h"

static enum err began(struct tx *tx, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_BEGAN);
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

static enum err state(struct tx *tx, struct figures_state *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_FIGURE_CURSOR);
  TRY(rows_one(&r));
  *ret = (struct figures_state){.counted = col_int(&r, 0), .at = col_int(&r, 1), .newest = col_int(&r, 2)};
  return E_OK;
}

enum measure visits_measure(const struct ctx *c) { return c->office->config->figures.visits_by_ticket ? MEASURE_TICKET : MEASURE_VISIT; }

static enum err read_blanks(struct tx *tx, struct head_figures *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BLANK_GET, V("ktp_el"));
  ret->has_blanks = rows_next(&r);
  if (ret->has_blanks) ret->blanks = col_int(&r, 0);
  return r.err;
}

static enum err today_of(struct ctx *c, struct tx *tx, enum measure m, str service, str key, i64 *ret) {
  i64 today = date_days(ctx_today(c));
  struct figures f;
  TRY(figures_by_day(c, tx, m, (struct span){today, today}, service, key, &f));
  *ret = figures_sum(&f, S(""));
  return E_OK;
}

/* Tomorrow is told from days that are over. */
static enum err forecast(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  i64 today = date_days(ctx_today(c)), first = today - FORECAST_DAYS;
  struct figures f;
  TRY(figures_by_day(c, tx, MEASURE_SUBMITTED, (struct span){first, today - 1}, q->service, S(""), &f));
  i64 *counts = arena_array(c->arena, i64, FORECAST_DAYS);
  for (size_t i = 0; i < f.n; i++) counts[f.at[i].day - first] = f.at[i].n;
  ret->history = counts;
  ret->tomorrow = forecast_of(counts, FORECAST_DAYS, first, ret->began, today + 1);
  ret->record = forecast_check(counts, FORECAST_DAYS, first, ret->began, today, RECORD_DAYS);
  return E_OK;
}

/* What appointments are given for, and how soon. */
static enum err visit_kinds(struct ctx *c, struct tx *tx, struct head_figures *ret) {
  const struct service *s = catalogue_find(&c->office->catalogue, VISIT_SERVICE);
  const struct question *q = s ? service_question(s, VISIT_QUESTION) : NULL;
  size_t n = q ? q->choice_count : 0;
  struct visit_kind *list = arena_array(c->arena, struct visit_kind, n + 1);
  for (size_t i = 0; i <= n; i++) {
    struct seat_slot *free;
    size_t free_n;
    struct visit_kind *k = &list[ret->kind_n++];
    k->kind = i < n ? q->choices[i].code : VISIT_PICKUP;
    TRY(seats_free(c, tx, &(struct seat_query){.kind = k->kind}, &free, &free_n));
    if (free_n) k->next = free[0].at;
  }
  ret->kinds = list;
  return E_OK;
}

static enum err appointments(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  const struct {
    enum measure measure;
    struct figures *to;
  } all[] = {{MEASURE_BOOKED, &ret->booked}, {MEASURE_LEAD, &ret->lead}, {MEASURE_KEPT, &ret->kept}, {MEASURE_MISSED, &ret->missed},
             {MEASURE_CANCELLED, &ret->cancelled}};
  for (size_t i = 0; i < COUNT(all); i++) TRY(figures_by_key(c, tx, all[i].measure, q->days, S(""), all[i].to));
  return visit_kinds(c, tx, ret);
}

static enum err summary(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  str completed = str_of(state_code(STATE_COMPLETED)), all = S("");
  TRY(figures_by_day(c, tx, MEASURE_SUBMITTED, q->days, q->service, all, &ret->came));
  TRY(figures_by_day(c, tx, MEASURE_ENDED, q->days, q->service, completed, &ret->done));
  TRY(figures_by_day(c, tx, visits_measure(c), q->days, q->service, all, &ret->visits));
  TRY(today_of(c, tx, MEASURE_SUBMITTED, q->service, all, &ret->came_today));
  TRY(today_of(c, tx, MEASURE_ENDED, q->service, completed, &ret->done_today));
  TRY(today_of(c, tx, visits_measure(c), q->service, all, &ret->visits_today));
  TRY(figures_open(c, tx, q->service, &ret->open));
  TRY(figures_late(c, tx, q->service, &ret->late));
  TRY(read_blanks(tx, ret));
  TRY(figures_by_key(c, tx, MEASURE_SUBMITTED, q->days, q->service, &ret->channels));
  TRY(figures_by_service(c, tx, MEASURE_SUBMITTED, q->days, &ret->came_by_service));
  TRY(figures_by_service(c, tx, MEASURE_ENDED, q->days, &ret->ended_by_service));
  TRY(appointments(c, tx, q, ret));
  return forecast(c, tx, q, ret);
}

static enum err times(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  TRY(figures_by_key(c, tx, MEASURE_ANSWERED, q->days, q->service, &ret->answered));
  TRY(figures_by_key(c, tx, MEASURE_READY, q->days, q->service, &ret->ready));
  return figures_by_service(c, tx, MEASURE_PROMISE, q->days, &ret->promise);
}

static enum err quality(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  TRY(figures_by_service(c, tx, MEASURE_JUDGED, q->days, &ret->judged));
  TRY(figures_by_service(c, tx, MEASURE_FAULTY, q->days, &ret->faulty));
  return figures_by_key(c, tx, MEASURE_REASON, q->days, q->service, &ret->reasons);
}

/* "officer:3|09": each officer's name once. */
static enum err name_officers(struct ctx *c, struct tx *tx, struct head_figures *ret) {
  struct figure *list = arena_array(c->arena, struct figure, ret->work.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < ret->work.n; i++) {
    str rest = ret->work.at[i].key, actor;
    str_cut(&rest, '|', &actor);
    if (n && str_eq(list[n - 1].service, actor)) continue;
    i64 id = 0;
    if (!str_to_i64(str_from(actor, S("officer:").n), &id)) continue;
    list[n].service = actor;
    TRY(staff_name(c, tx, id, &list[n++].key));
  }
  ret->officers = (struct figures){list, n};
  return E_OK;
}

static enum err load(struct ctx *c, struct tx *tx, const struct head_query *q, struct head_figures *ret) {
  TRY(figures_by_key(c, tx, MEASURE_WORK, q->days, S(""), &ret->work));
  TRY(figures_by_day_key(c, tx, MEASURE_ARRIVAL, q->days, S(""), &ret->arrivals));
  TRY(figures_by_key(c, tx, visits_measure(c), q->days, q->service, &ret->visit_reasons));
  TRY(figures_by_key(c, tx, MEASURE_CALL, q->days, S(""), &ret->calls));
  return name_officers(c, tx, ret);
}

enum err head_figures(struct ctx *c, const struct head_query *q, struct head_figures *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct head_figures){0};
  TRY(db_read(c->office->db, &tx));
  TRY(state(&tx, &ret->state));
  TRY(began(&tx, &ret->began));
  TRY(calendar_read(c, &tx, 0, &ret->calendar));
  if (q->parts & HEAD_SUMMARY) TRY(summary(c, &tx, q, ret));
  if (q->parts & HEAD_TIMES) TRY(times(c, &tx, q, ret));
  if (q->parts & HEAD_QUALITY) TRY(quality(c, &tx, q, ret));
  if (q->parts & HEAD_LOAD) TRY(load(c, &tx, q, ret));
  return E_OK;
}

i64 head_open_days(const struct ctx *c, const struct head_figures *f, struct span days) {
  i64 n = 0, today = date_days(ctx_today(c));
  for (i64 d = days.first; d <= days.last && d <= today; d++) n += working_day(&f->calendar, d);
  return n;
}
