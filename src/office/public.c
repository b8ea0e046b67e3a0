#include "office/public.h"

const char *const public_visits[PUBLIC_VISITS] = {"walkin", "originals", "pickup", "ticket"};

static struct date month_before(struct date d) {
  return d.month == 1 ? (struct date){d.year - 1, 12, 1} : (struct date){d.year, d.month - 1, 1};
}

static struct span month_span(struct date first) {
  struct date next = first.month == 12 ? (struct date){first.year + 1, 1, 1} : (struct date){first.year, first.month + 1, 1};
  return (struct span){date_days(first), date_days(next) - 1};
}

/* ---- reading ---------------------------------------------------------------------------------------- */

static int service_at(const struct public_figures *p, str code) {
  for (int i = 0; i < p->service_n; i++)
    if (str_eq(p->services[i]->code, code)) return i;
  return -1;
}

static int visit_at(str code) {
  for (int i = 0; i < PUBLIC_VISITS; i++)
    if (str_is(code, public_visits[i])) return i;
  return -1;
}

static enum err read_month(struct ctx *c, struct tx *tx, int row, struct public_figures *p) {
  struct span s = month_span(p->months[row]);
  struct figures f;
  enum channel channel;
  TRY(figures_by_service(c, tx, MEASURE_SUBMITTED, s, &f));
  for (size_t i = 0; i < f.n; i++) {
    int at = service_at(p, f.at[i].service);
    if (at < 0 || !channel_parse(f.at[i].key, &channel)) continue;
    p->came.n[row][at] += f.at[i].n;
    p->channels.n[row][channel] += f.at[i].n;
  }
  TRY(figures_by_service(c, tx, MEASURE_ENDED, s, &f));
  for (size_t i = 0; i < f.n; i++) {
    int at = service_at(p, f.at[i].service);
    if (at >= 0 && str_is(f.at[i].key, state_code(STATE_COMPLETED))) p->done.n[row][at] += f.at[i].n;
  }
  bool tickets = c->office->config->figures.visits_by_ticket;
  TRY(figures_by_key(c, tx, tickets ? MEASURE_TICKET : MEASURE_VISIT, s, S(""), &f));
  for (size_t i = 0; i < f.n; i++) {
    int at = visit_at(tickets ? S("ticket") : f.at[i].key);
    if (at >= 0) p->visits.n[row][at] += f.at[i].n;
  }
  return E_OK;
}

static enum err read_promises(struct ctx *c, struct tx *tx, struct public_figures *p, i64 least) {
  struct span year = {date_days(p->months[0]), month_span(p->months[PUBLIC_MONTHS - 1]).last};
  struct figures f;
  TRY(figures_by_service(c, tx, MEASURE_PROMISE, year, &f));
  for (int i = 0; i < p->service_n; i++) {
    struct public_promise *one = &p->promises[i];
    one->service = p->services[i];
    for (size_t k = 0; k < f.n; k++)
      if (str_eq(f.at[k].service, one->service->code)) *(str_eq(f.at[k].key, S("kept")) ? &one->kept : &one->late) += f.at[k].n;
    /* a share of few, or one that leaves few over, names them */
    one->hidden = (one->kept && one->kept < least) || (one->late && one->late < least);
  }
  return E_OK;
}

static enum err read_survey(struct ctx *c, struct public_figures *p) {
  struct skm_results r;
  TRY(skm_results(c, quarter_before(quarter_of(ctx_today(c))), &r));
  for (int i = 0; i < PUBLIC_QUARTERS; i++) p->quarters[i] = r.quarters[SKM_QUARTERS - PUBLIC_QUARTERS + i];
  return E_OK;
}

static bool month_is_empty(const struct public_figures *p, int row) {
  return !hide_total_of_row(&p->came, row) && !hide_total_of_row(&p->done, row) && !hide_total_of_row(&p->visits, row);
}

static void make_room(struct ctx *c, struct public_figures *p) {
  const struct catalogue *all = &c->office->catalogue;
  struct date d = ctx_today(c);
  for (int i = PUBLIC_MONTHS; i-- > 0;) p->months[i] = d = month_before(d);
  for (size_t i = 0; i < all->n && p->service_n < HIDE_COLUMNS; i++)
    if (!all->services[i].in_person) p->services[p->service_n++] = &all->services[i];
  p->came.rows = p->done.rows = p->channels.rows = p->visits.rows = PUBLIC_MONTHS;
  p->came.columns = p->done.columns = p->service_n;
  p->channels.columns = CHANNELS;
  p->visits.columns = PUBLIC_VISITS;
}

enum err public_figures(struct ctx *c, struct public_figures *ret) {
  i64 least = c->office->config->figures.small_count;
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct public_figures){0};
  make_room(c, ret);
  TRY(db_read(c->office->db, &tx));
  for (int i = 0; i < PUBLIC_MONTHS; i++) TRY(read_month(c, &tx, i, ret));
  TRY(read_promises(c, &tx, ret, least));
  db_end(&tx);
  TRY(read_survey(c, ret));
  while (ret->began < PUBLIC_MONTHS - 1 && month_is_empty(ret, ret->began)) ret->began++;
  hide_small_together(&ret->came, &ret->channels, least);
  hide_small(&ret->done, least);
  hide_small(&ret->visits, least);
  struct figures_state s;
  TRY(figures_state(c, &s));
  ret->counted_at = s.at;
  return E_OK;
}

/* ---- row by row ----------------------------------------------------------------------------------------- */

struct writer {
  struct ctx *c;
  const struct public_figures *f;
  struct public_row *rows;
  size_t n, cap;
};

static void put(struct writer *w, struct public_row row) {
  arena_grow(w->c->arena, w->rows, w->n, &w->cap);
  w->rows[w->n++] = row;
}

static str month_text(struct ctx *c, struct date d) { return arena_printf(c->arena, "%04d-%02d", d.year, d.month); }

static str code_of(const struct public_figures *f, const char *dimension, int column) {
  if (strcmp(dimension, "service") == 0) return f->services[column]->code;
  if (strcmp(dimension, "channel") == 0) return str_of(channel_code((enum channel)column));
  return str_of(public_visits[column]);
}

static void put_table(struct writer *w, const char *measure, const char *dimension, const struct hide_table *t, bool with_total) {
  for (int r = w->f->began; r < t->rows; r++) {
    str period = month_text(w->c, w->f->months[r]);
    for (int col = 0; col < t->columns; col++)
      put(w, (struct public_row){measure, period, dimension, code_of(w->f, dimension, col), t->hidden[r][col], false, (double)t->n[r][col]});
    if (with_total) put(w, (struct public_row){measure, period, "total", S(""), t->hidden[r][t->columns], false, (double)hide_total_of_row(t, r)});
  }
}

static void put_promises(struct writer *w) {
  const struct public_figures *f = w->f;
  str from = month_text(w->c, f->months[0]), to = month_text(w->c, f->months[PUBLIC_MONTHS - 1]);
  str period = arena_printf(w->c->arena, STR_FMT "/" STR_FMT, STR_ARG(from), STR_ARG(to));
  for (int i = 0; i < f->service_n; i++) {
    const struct public_promise *p = &f->promises[i];
    double share = p->kept + p->late ? 100.0 * (double)p->kept / (double)(p->kept + p->late) : 0;
    if (p->kept + p->late > 0) put(w, (struct public_row){"promise_kept_percent", period, "service", p->service->code, p->hidden, true, share});
  }
}

static void put_survey(struct writer *w) {
  const struct config *cfg = w->c->office->config;
  for (int i = 0; i < PUBLIC_QUARTERS; i++) {
    const struct skm_result *q = &w->f->quarters[i];
    int index = skm_index(&q->sums, cfg->figures.skm_old_weight);
    if (!q->answers) continue;
    bool hidden = q->answers < cfg->figures.small_count;
    put(w, (struct public_row){"satisfaction_answers", q->quarter, "total", S(""), hidden, false, (double)q->answers});
    if (index >= 0) put(w, (struct public_row){"satisfaction_index", q->quarter, "total", S(""), hidden, true, index / 100.0});
  }
}

struct public_row *public_rows(struct ctx *c, const struct public_figures *f, size_t *ret_n) {
  struct writer w = {.c = c, .f = f};
  put_table(&w, "submitted", "service", &f->came, true);
  put_table(&w, "submitted", "channel", &f->channels, false);
  put_table(&w, "completed", "service", &f->done, true);
  put_table(&w, "visits", "reason", &f->visits, true);
  put_promises(&w);
  put_survey(&w);
  *ret_n = w.n;
  return w.rows;
}
