/* The figures as tables: days, ages, classes, papers, hours. */
#include "base/limits.h"
#include "office/booking_notice.h"
#include "web/head_table.h"

#define MAX_BLOCKS 24
#define LONG_SPAN 45 /* days; a longer span is shown by weeks */

struct maker {
  struct ctx *c;
  const struct head_query *q;
  const struct head_figures *f;
  struct blocks out;
};
static str say(struct maker *m, enum text_key key) { return text_plain(m->c->lang, key); }

#define BEGIN(m, code, title, ...) TABLE((m)->c, &(m)->out, (code), (title), __VA_ARGS__)

static str list_of(struct maker *m, enum measure measure, str key) {
  return head_list_url(m->c, measure_code(measure), m->q->days, m->q->service, key, -1);
}

static i64 on_days(const struct figures *f, struct span s) {
  i64 sum = 0;
  for (size_t i = 0; i < f->n; i++)
    if (f->at[i].day >= s.first && f->at[i].day <= s.last) sum += f->at[i].n;
  return sum;
}

/* ---- how it went ------------------------------------------------------------------------------------- */

/* What the office's visitors would have been, less those who came. Nothing is claimed for days before the first figure. */
static bool avoided(struct maker *m, struct span s, i64 *ret) {
  if (s.first < m->f->began) s.first = m->f->began;
  i64 days = m->f->began ? head_open_days(m->c, m->f, s) : 0;
  *ret = days * m->c->office->config->figures.visits_before - on_days(&m->f->visits, s);
  return m->f->began && !m->q->service.n && days > 0;
}

i64 head_avoided(struct ctx *c, const struct head_query *q, const struct head_figures *f) {
  struct maker m = {c, q, f, {0}};
  i64 n;
  return avoided(&m, q->days, &n) ? n : 0;
}

static void trend(struct maker *m) {
  struct span all = m->q->days;
  i64 step = all.last - all.first + 1 > LONG_SPAN ? 7 : 1, today = date_days(ctx_today(m->c));
  struct table t = BEGIN(m, "trend", step == 7 ? T_HEAD_TREND_WEEKS : T_HEAD_TREND, {say(m, step == 7 ? T_HEAD_WEEK : T_HEAD_DAY), FIGURES_DAY},
                         {say(m, T_HEAD_CAME), FIGURES_COUNT}, {say(m, T_HEAD_DONE), FIGURES_COUNT}, {say(m, T_HEAD_VISITS), FIGURES_COUNT},
                         {say(m, T_HEAD_AVOIDED), FIGURES_COUNT});
  i64 first = all.last - (all.last - all.first) / step * step;
  for (i64 d = step == 7 ? first - 6 : first; d <= all.last; d += step) {
    struct span s = {d < all.first ? all.first : d, d + step - 1};
    i64 n;
    str service = m->q->service;
    if (s.last < all.first) continue;
    table_day(&t, s.first);
    table_count(&t, on_days(&m->f->came, s), head_list_url(m->c, "submitted", s, service, S(""), -1));
    table_count(&t, on_days(&m->f->done, s), head_list_url(m->c, "ended", s, service, S("completed"), -1));
    table_count(&t, on_days(&m->f->visits, s), head_list_url(m->c, measure_code(visits_measure(m->c)), s, service, S(""), -1));
    if (avoided(m, s, &n)) table_count(&t, n, S(""));
    else table_none(&t);
  }
  struct figures_chart *chart = arena_new_of(m->c->arena, struct figures_chart);
  *chart = (struct figures_chart){.label = say(m, T_HEAD_TREND_LABEL), .columns = say(m, T_HEAD_CAME), .line = say(m, T_HEAD_DONE),
                                  .column_at = 1, .line_at = 2, .label_at = 0, .last_is_running = all.last == today};
  t.b->chart = chart;
  t.b->note = TEXT(m->c->arena, m->c->lang, T_HEAD_AVOIDED_NOTE, ARG("n", head_number(m->c, m->c->office->config->figures.visits_before)));
  table_end(&t);
}

/* ---- what waits ---------------------------------------------------------------------------------------- */

/* Whose turn it is. */
static const struct {
  const char *states; /* for the list */
  unsigned bits;
} turns[] = {
    {"submitted,in_review,processing,awaiting_signature,issued,mismatch",
     1u << STATE_SUBMITTED | 1u << STATE_IN_REVIEW | 1u << STATE_PROCESSING | 1u << STATE_AWAITING_SIGNATURE | 1u << STATE_ISSUED |
         1u << STATE_MISMATCH},
    {"on_hold", 1u << STATE_ON_HOLD},
    {"needs_correction,ready_for_pickup,sent", 1u << STATE_NEEDS_CORRECTION | 1u << STATE_READY_FOR_PICKUP | 1u << STATE_SENT},
};

static i64 open_of(const struct figures *open, struct span came, unsigned states) {
  i64 sum = 0;
  for (size_t i = 0; i < open->n; i++) {
    enum state s;
    const struct figure *f = &open->at[i];
    if (f->day >= came.first && f->day <= came.last && state_parse(f->key, &s) && (states >> s & 1)) sum += f->n;
  }
  return sum;
}

static void waiting(struct maker *m) {
  static const struct {
    int from, to; /* days old */
    enum text_key text;
  } ages[] = {{0, 0, T_HEAD_AGE_0}, {1, 1, T_HEAD_AGE_1}, {2, 3, T_HEAD_AGE_2}, {4, 7, T_HEAD_AGE_4}, {8, 14, T_HEAD_AGE_8},
              {15, 30, T_HEAD_AGE_15}, {31, 36500, T_HEAD_AGE_31}};
  i64 today = date_days(ctx_today(m->c));
  struct table t = BEGIN(m, "waiting", T_HEAD_WAITING, {say(m, T_HEAD_AGE), FIGURES_TEXT}, {say(m, T_HEAD_TURN_OFFICE), FIGURES_COUNT},
                         {say(m, T_HEAD_TURN_OTHERS), FIGURES_COUNT}, {say(m, T_HEAD_TURN_CITIZEN), FIGURES_COUNT}, {say(m, T_HEAD_ALL), FIGURES_COUNT});
  for (size_t i = 0; i < COUNT(ages); i++) {
    struct span came = {today - ages[i].to, today - ages[i].from};
    if (came.first < 0) came.first = 0;
    i64 all = 0;
    table_text(&t, say(m, ages[i].text));
    for (size_t k = 0; k < COUNT(turns); k++) {
      i64 n = open_of(&m->f->open, came, turns[k].bits);
      all += n;
      table_count(&t, n, head_list_url(m->c, "open", came, m->q->service, str_of(turns[k].states), -1));
    }
    table_count(&t, all, head_list_url(m->c, "open", came, m->q->service, S(""), -1));
  }
  t.b->bar = 4;
  t.b->note = say(m, T_HEAD_WAITING_NOTE);
  table_end(&t);
}

/* ---- shares ---------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b) {
  const struct figure *x = a, *y = b;
  if (x->n != y->n) return x->n > y->n ? -1 : 1;
  int keys = str_cmp(x->key, y->key);
  return keys ? keys : str_cmp(x->service, y->service);
}

static struct figures sorted(struct maker *m, const struct figures *f) {
  struct figure *list = arena_array(m->c->arena, struct figure, f->n + 1);
  if (f->n) memcpy(list, f->at, f->n * sizeof *list);
  qsort(list, f->n, sizeof *list, by_size);
  return (struct figures){list, f->n};
}

/* "WhatsApp | 120 | 52,1 %": the largest first. */
static void shares(struct maker *m, const char *code, enum text_key title, enum text_key what, enum text_key count, enum measure measure, const struct figures *f, enum text_key note) {
  struct table t = BEGIN(m, code, title, {say(m, what), FIGURES_TEXT}, {say(m, count), FIGURES_COUNT}, {say(m, T_HEAD_SHARE), FIGURES_PERCENT});
  struct figures list = sorted(m, f);
  i64 all = figures_sum(f, S(""));
  for (size_t i = 0; i < list.n; i++) {
    table_text(&t, head_key(m->c, measure, S(""), list.at[i].key));
    table_count(&t, list.at[i].n, list_of(m, measure, list.at[i].key));
    table_percent(&t, list.at[i].n, all);
  }
  t.b->bar = 1;
  if (note != T_NONE) t.b->note = say(m, note);
  table_end(&t);
}

static i64 of_service(const struct figures *f, str service, str key) {
  i64 sum = 0;
  for (size_t i = 0; i < f->n; i++)
    if (str_eq(f->at[i].service, service) && (!key.n || str_eq(f->at[i].key, key))) sum += f->at[i].n;
  return sum;
}

static bool shows(const struct maker *m, const struct service *s) {
  return !m->q->service.n ? !s->in_person : str_eq(s->code, m->q->service);
}

static void services(struct maker *m) {
  const struct catalogue *all = &m->c->office->catalogue;
  struct table t = BEGIN(m, "services", T_HEAD_SERVICES, {say(m, T_HEAD_SERVICE), FIGURES_TEXT}, {say(m, T_HEAD_CAME), FIGURES_COUNT},
                         {say(m, T_HEAD_DONE), FIGURES_COUNT}, {say(m, T_HEAD_OTHERWISE), FIGURES_COUNT});
  for (size_t i = 0; i < all->n; i++) {
    const struct service *s = &all->services[i];
    if (!shows(m, s)) continue;
    i64 ended = of_service(&m->f->ended_by_service, s->code, S("")), done = of_service(&m->f->ended_by_service, s->code, S("completed"));
    table_text(&t, local(&s->label, m->c->lang));
    table_count(&t, of_service(&m->f->came_by_service, s->code, S("")), head_list_url(m->c, "submitted", m->q->days, s->code, S(""), -1));
    table_count(&t, done, head_list_url(m->c, "ended", m->q->days, s->code, S("completed"), -1));
    table_count(&t, ended - done, head_list_url(m->c, "ended", m->q->days, s->code, S("other"), -1));
  }
  t.b->bar = 1;
  t.b->note = say(m, T_HEAD_SERVICES_NOTE);
  table_end(&t);
}

static void tomorrow(struct maker *m) {
  const struct forecast *f = &m->f->tomorrow;
  i64 day = date_days(ctx_today(m->c)) + 1;
  struct ctx *c = m->c;
  struct table t = BEGIN(m, "tomorrow", T_HEAD_TOMORROW, {say(m, T_HEAD_DAY), FIGURES_TEXT}, {say(m, T_HEAD_LIKELY), FIGURES_COUNT},
                         {say(m, T_HEAD_LOW), FIGURES_COUNT}, {say(m, T_HEAD_HIGH), FIGURES_COUNT});
  if (f->known) {
    table_text(&t, arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(head_weekday(c, day)), STR_ARG(head_date(c, day))));
    table_count(&t, f->middle, S(""));
    table_count(&t, f->low, S(""));
    table_count(&t, f->high, S(""));
  }
  t.b->note = f->known ? TEXT(c->arena, c->lang, T_HEAD_TOMORROW_NOTE, ARG("weeks", head_number(c, f->weeks)),
                              ARG("weekday", head_weekday(c, day)), ARG("held", head_number(c, m->f->record.held)),
                              ARG("told", head_number(c, m->f->record.told)))
                       : say(m, T_HEAD_TOMORROW_LATER);
  table_end(&t);
}

/* ---- how long it takes ------------------------------------------------------------------------------------- */

static i64 of_key(const struct figures *f, str key) { return key.n ? figures_sum(f, key) : 0; }

/* The class the middle one of all lies in. */
static str middle_class(struct maker *m, const struct figures *f) {
  i64 all = figures_sum(f, S("")), sum = 0;
  for (int i = 0; i < TIME_CLASSES; i++) {
    sum += of_key(f, str_of(time_class_code(i)));
    if (sum * 2 >= all && all) return head_class(m->c, str_of(time_class_code(i)));
  }
  return S("–");
}

static void classes(struct maker *m, const char *code, enum text_key title, enum text_key note, enum measure measure, const struct figures *f) {
  struct table t = BEGIN(m, code, title, {say(m, T_HEAD_WORKING_TIME), FIGURES_TEXT}, {say(m, T_HEAD_FILES), FIGURES_COUNT},
                         {say(m, T_HEAD_SHARE), FIGURES_PERCENT}, {say(m, T_HEAD_UP_TO), FIGURES_PERCENT});
  i64 all = figures_sum(f, S("")), sum = 0;
  for (int i = 0; i < TIME_CLASSES; i++) {
    i64 n = of_key(f, str_of(time_class_code(i)));
    sum += n;
    if (!n && (sum == 0 || sum == all)) continue;
    table_text(&t, head_class(m->c, str_of(time_class_code(i))));
    table_count(&t, n, list_of(m, measure, str_of(time_class_code(i))));
    table_percent(&t, n, all);
    table_percent(&t, sum, all);
  }
  t.b->bar = 1;
  t.b->note = TEXT(m->c->arena, m->c->lang, note, ARG("time", middle_class(m, f)));
  table_end(&t);
}

static void promises(struct maker *m) {
  const struct catalogue *all = &m->c->office->catalogue;
  struct table t = BEGIN(m, "promises", T_HEAD_PROMISES, {say(m, T_HEAD_SERVICE), FIGURES_TEXT}, {say(m, T_HEAD_STANDARD), FIGURES_TEXT},
                         {say(m, T_HEAD_KEPT), FIGURES_COUNT}, {say(m, T_HEAD_BROKEN), FIGURES_COUNT}, {say(m, T_HEAD_KEPT_SHARE), FIGURES_PERCENT});
  for (size_t i = 0; i < all->n; i++) {
    const struct service *s = &all->services[i];
    if (!shows(m, s) || !s->sla_working_hours) continue;
    i64 kept = of_service(&m->f->promise, s->code, S("kept")), late = of_service(&m->f->promise, s->code, S("late"));
    table_text(&t, local(&s->label, m->c->lang));
    table_text(&t, TEXT(m->c->arena, m->c->lang, T_HEAD_WORKING_HOURS, ARG("n", head_number(m->c, s->sla_working_hours))));
    table_count(&t, kept, head_list_url(m->c, "promise", m->q->days, s->code, S("kept"), -1));
    table_count(&t, late, head_list_url(m->c, "promise", m->q->days, s->code, S("late"), -1));
    table_percent(&t, kept, kept + late);
  }
  t.b->bar = 4;
  t.b->note = say(m, T_HEAD_PROMISES_NOTE);
  table_end(&t);
}

/* ---- papers ------------------------------------------------------------------------------------------------------ */

static void papers(struct maker *m) {
  struct table t = BEGIN(m, "papers", T_HEAD_PAPERS, {say(m, T_HEAD_PAPER), FIGURES_TEXT}, {say(m, T_HEAD_SERVICE), FIGURES_TEXT},
                         {say(m, T_HEAD_JUDGED), FIGURES_COUNT}, {say(m, T_HEAD_FAULTY), FIGURES_COUNT}, {say(m, T_HEAD_RIGHT), FIGURES_PERCENT});
  struct figures worst = sorted(m, &m->f->faulty), judged = sorted(m, &m->f->judged);
  for (int round = 0; round < 2; round++) { /* those that go wrong, then those that never did */
    const struct figures *list = round ? &judged : &worst;
    for (size_t i = 0; i < list->n && t.n < 200 * t.b->column_count; i++) {
      const struct figure *f = &list->at[i];
      if (m->q->service.n && !str_eq(f->service, m->q->service)) continue;
      i64 faulty = of_service(&m->f->faulty, f->service, f->key), seen = of_service(&m->f->judged, f->service, f->key);
      if (round && faulty) continue;
      table_text(&t, head_key(m->c, MEASURE_JUDGED, f->service, f->key));
      table_text(&t, head_service(m->c, f->service));
      table_count(&t, seen, head_list_url(m->c, "judged", m->q->days, f->service, f->key, -1));
      table_count(&t, faulty, head_list_url(m->c, "faulty", m->q->days, f->service, f->key, -1));
      table_percent(&t, seen - faulty, seen);
    }
  }
  t.b->bar = 3;
  t.b->note = say(m, T_HEAD_PAPERS_NOTE);
  table_end(&t);
}

/* ---- load by the hour ---------------------------------------------------------------------------------------------- */

static int hour_of(str key) {
  i64 h = -1;
  return str_to_i64(key, &h) && h >= 0 && h < 24 ? (int)h : -1;
}

struct hours {
  int first, last;
  i64 most;
};
static struct hours hours_of(const struct figures *f) {
  struct hours h = {24, -1, 1};
  for (size_t i = 0; i < f->n; i++) {
    str key = f->at[i].key;
    int at = hour_of(str_from(key, str_find(key, '|') < key.n ? str_find(key, '|') + 1 : 0));
    if (at < 0) continue;
    if (at < h.first) h.first = at;
    if (at > h.last) h.last = at;
  }
  return h;
}

static void heat_columns(struct maker *m, struct hours h, enum text_key what, struct figures_column *ret, size_t *ret_n) {
  size_t n = 0;
  ret[n++] = (struct figures_column){say(m, what), FIGURES_TEXT};
  for (int i = h.first; i <= h.last; i++) ret[n++] = (struct figures_column){arena_printf(m->c->arena, "%02d", i), FIGURES_COUNT};
  ret[n++] = (struct figures_column){say(m, T_HEAD_ALL), FIGURES_COUNT};
  *ret_n = n;
}

/* The most of all hours is 5; anything at all is 1. */
static void heat(struct table *t, size_t columns) {
  double most = 0;
  for (size_t i = 0; i < t->n; i++)
    if (i % columns && i % columns + 1 < columns && t->cells[i].value > most) most = t->cells[i].value;
  for (size_t i = 0; i < t->n; i++)
    if (i % columns && i % columns + 1 < columns && t->cells[i].value > 0) t->cells[i].heat = 1 + (int)(4 * t->cells[i].value / most + 0.001);
  for (size_t i = 0; i < t->n; i++)
    if (t->cells[i].heat > 5) t->cells[i].heat = 5;
}

static void counters(struct maker *m) {
  struct hours h = hours_of(&m->f->calls);
  struct figures_column columns[26];
  size_t n;
  if (!m->f->calls.n) return;
  heat_columns(m, h, T_HEAD_COUNTER, columns, &n);
  struct table t = table_begin(m->c, &m->out, "counters", T_HEAD_COUNTERS, columns, n);
  str last = S("");
  for (size_t i = 0; i < m->f->calls.n; i++) {
    str rest = m->f->calls.at[i].key, counter;
    str_cut(&rest, '|', &counter);
    if (str_eq(counter, last)) continue;
    last = counter;
    i64 all = 0, number = 0;
    (void)str_to_i64(counter, &number);
    table_text(&t, TEXT(m->c->arena, m->c->lang, T_HEAD_COUNTER_N, ARG("n", head_number(m->c, number))));
    for (int hour = h.first; hour <= h.last; hour++) {
      str key = arena_printf(m->c->arena, STR_FMT "|%02d", STR_ARG(counter), hour);
      i64 count = figures_sum(&m->f->calls, key);
      all += count;
      table_count(&t, count, head_list_url(m->c, "call", m->q->days, S(""), key, -1));
    }
    table_count(&t, all, S(""));
  }
  heat(&t, n);
  t.b->heat_map = true;
  t.b->note = say(m, T_HEAD_COUNTERS_NOTE);
  table_end(&t);
}

static void work(struct maker *m) {
  struct hours h = hours_of(&m->f->work);
  struct figures_column columns[26];
  size_t n;
  heat_columns(m, h, T_HEAD_OFFICER, columns, &n);
  struct table t = table_begin(m->c, &m->out, "work", T_HEAD_WORK, columns, n);
  for (size_t i = 0; i < m->f->officers.n; i++) {
    i64 all = 0;
    table_text(&t, m->f->officers.at[i].key);
    for (int hour = h.first; hour <= h.last; hour++) {
      str key = arena_printf(m->c->arena, STR_FMT "|%02d", STR_ARG(m->f->officers.at[i].service), hour);
      i64 count = figures_sum(&m->f->work, key);
      all += count;
      table_count(&t, count, head_list_url(m->c, "work", m->q->days, S(""), key, -1));
    }
    table_count(&t, all, S(""));
  }
  heat(&t, n);
  t.b->heat_map = true;
  t.b->note = say(m, T_HEAD_WORK_NOTE);
  table_end(&t);
}

static void arrivals(struct maker *m) {
  struct hours h = hours_of(&m->f->arrivals);
  struct figures_column columns[26];
  i64 sums[7][24] = {0};
  size_t n;
  for (size_t i = 0; i < m->f->arrivals.n; i++) {
    int hour = hour_of(m->f->arrivals.at[i].key);
    if (hour >= 0) sums[(m->f->arrivals.at[i].day + 4) % 7][hour] += m->f->arrivals.at[i].n;
  }
  heat_columns(m, h, T_HEAD_WEEKDAY, columns, &n);
  struct table t = table_begin(m->c, &m->out, "arrivals", T_HEAD_ARRIVALS, columns, n);
  for (int d = 1; d <= 7 && h.last >= 0; d++) { /* Monday first */
    i64 all = 0;
    table_text(&t, head_weekday(m->c, d % 7 + 3));
    for (int hour = h.first; hour <= h.last; hour++) {
      all += sums[d % 7][hour];
      table_count(&t, sums[d % 7][hour], head_list_url(m->c, "arrival", m->q->days, S(""), arena_printf(m->c->arena, "%02d", hour), d % 7));
    }
    table_count(&t, all, head_list_url(m->c, "arrival", m->q->days, S(""), S(""), d % 7));
  }
  heat(&t, n);
  t.b->heat_map = true;
  t.b->note = say(m, T_HEAD_ARRIVALS_NOTE);
  table_end(&t);
}

/* ---- appointments --------------------------------------------------------------------------------------------- */

/* Half of them were booked at most so long before. */
static str middle_lead(struct maker *m, str kind) {
  i64 all = 0, sum = 0, n[LEAD_CLASSES] = {0};
  for (int i = 0; i < LEAD_CLASSES; i++) {
    n[i] = figures_sum(&m->f->lead, arena_printf(m->c->arena, STR_FMT "|%s", STR_ARG(kind), lead_class_code(i)));
    all += n[i];
  }
  for (int i = 0; all && i < LEAD_CLASSES; i++) {
    sum += n[i];
    if (2 * sum >= all) return head_lead(m->c, str_of(lead_class_code(i)));
  }
  return S("–");
}

static str next_seat(struct maker *m, moment at) {
  if (!at) return S("–");
  i64 days = date_days(local_of(at).date) - date_days(ctx_today(m->c));
  return TEXT(m->c->arena, m->c->lang, T_HEAD_NEXT_SEAT, ARG("when", head_day(m->c, date_days(local_of(at).date))), ARG("n", head_number(m->c, days)));
}

static void appointments(struct maker *m) {
  const struct head_figures *f = m->f;
  if (m->q->service.n || (!m->c->office->config->appointments.enabled && !f->booked.n)) return;
  struct table t = BEGIN(m, "appointments", T_HEAD_APPOINTMENTS, {say(m, T_HEAD_VISIT_KIND), FIGURES_TEXT}, {say(m, T_HEAD_BOOKED), FIGURES_COUNT},
                         {say(m, T_HEAD_CAME_TO_IT), FIGURES_COUNT}, {say(m, T_HEAD_MISSED), FIGURES_COUNT}, {say(m, T_HEAD_CANCELLED), FIGURES_COUNT},
                         {say(m, T_HEAD_MISSED_SHARE), FIGURES_PERCENT}, {say(m, T_HEAD_LEAD), FIGURES_TEXT}, {say(m, T_HEAD_NEXT), FIGURES_TEXT});
  for (size_t i = 0; i < f->kind_n; i++) {
    str kind = f->kinds[i].kind;
    const struct {
      enum measure measure;
      i64 n;
    } counts[] = {{MEASURE_BOOKED, figures_sum(&f->booked, kind)}, {MEASURE_KEPT, figures_sum(&f->kept, kind)},
                  {MEASURE_MISSED, figures_sum(&f->missed, kind)}, {MEASURE_CANCELLED, figures_sum(&f->cancelled, kind)}};
    table_text(&t, booking_kind_label(&m->c->office->catalogue, kind, m->c->lang));
    for (size_t k = 0; k < COUNT(counts); k++)
      table_count(&t, counts[k].n, head_list_url(m->c, measure_code(counts[k].measure), m->q->days, S(""), kind, -1));
    table_percent(&t, counts[2].n, counts[1].n + counts[2].n);
    table_text(&t, middle_lead(m, kind));
    table_text(&t, next_seat(m, f->kinds[i].next));
  }
  t.b->note = say(m, T_HEAD_APPOINTMENTS_NOTE);
  table_end(&t);
}

/* ---- all ------------------------------------------------------------------------------------------------------------- */

struct blocks head_blocks(struct ctx *c, const struct head_query *q, const struct head_figures *f) {
  struct maker m = {c, q, f, {arena_array(c->arena, struct figures_block, MAX_BLOCKS), 0}};
  if (q->parts & HEAD_SUMMARY) {
    trend(&m);
    waiting(&m);
    tomorrow(&m);
    shares(&m, "channels", T_HEAD_CHANNELS, T_HEAD_CHANNEL, T_HEAD_CAME, MEASURE_SUBMITTED, &f->channels, T_NONE);
    services(&m);
    appointments(&m);
  }
  if (q->parts & HEAD_TIMES) {
    promises(&m);
    classes(&m, "answered", T_HEAD_ANSWERED, T_HEAD_ANSWERED_NOTE, MEASURE_ANSWERED, &f->answered);
    classes(&m, "ready", T_HEAD_READY, T_HEAD_READY_NOTE, MEASURE_READY, &f->ready);
  }
  if (q->parts & HEAD_QUALITY) {
    shares(&m, "reasons", T_HEAD_REASONS, T_HEAD_REASON, T_HEAD_TIMES_ASKED, MEASURE_REASON, &f->reasons, T_HEAD_REASONS_NOTE);
    papers(&m);
  }
  if (q->parts & HEAD_LOAD) {
    counters(&m);
    work(&m);
    arrivals(&m);
    shares(&m, "visits", T_HEAD_VISIT_REASONS, T_HEAD_VISIT_REASON, T_HEAD_VISITS, visits_measure(c), &f->visit_reasons,
           visits_measure(c) == MEASURE_TICKET ? T_HEAD_TICKETS_NOTE : T_HEAD_VISITS_NOTE);
  }
  return m.out;
}
