/* /angka: the office's figures for everybody, and the same as open data. */
#include <jansson.h>

#include "office/public.h"
#include "web/citizen.h"
#include "web/head_table.h"
#include "web/officer.h"

#define MAX_BLOCKS 8
#define CACHE S("public, max-age=600")

static str say(struct ctx *c, enum text_key key) { return text_plain(c->lang, key); }

static str month_name(struct ctx *c, struct date d) {
  str month = text_plain(c->lang, text_key_find(arena_printf(c->arena, "common.month.%d", d.month)));
  return arena_printf(c->arena, STR_FMT " %d", STR_ARG(month), d.year);
}

static void put(struct table *t, i64 n, bool hidden) {
  if (hidden) table_none(t);
  else table_count(t, n, S(""));
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static void months(struct ctx *c, const struct public_figures *f, struct blocks *out) {
  struct table t = TABLE(c, out, "months", T_FIGURES_MONTHS, {say(c, T_FIGURES_MONTH), FIGURES_TEXT}, {say(c, T_HEAD_CAME), FIGURES_COUNT},
                         {say(c, T_HEAD_DONE), FIGURES_COUNT}, {say(c, T_HEAD_VISITS), FIGURES_COUNT});
  for (int r = f->began; r < PUBLIC_MONTHS; r++) {
    table_text(&t, month_name(c, f->months[r]));
    put(&t, hide_total_of_row(&f->came, r), f->came.hidden[r][f->came.columns]);
    put(&t, hide_total_of_row(&f->done, r), f->done.hidden[r][f->done.columns]);
    put(&t, hide_total_of_row(&f->visits, r), f->visits.hidden[r][f->visits.columns]);
  }
  struct figures_chart *chart = arena_new_of(c->arena, struct figures_chart);
  *chart = (struct figures_chart){.label = say(c, T_FIGURES_MONTHS_LABEL), .columns = say(c, T_HEAD_CAME), .line = say(c, T_HEAD_DONE),
                                  .column_at = 1, .line_at = 2, .label_at = 0, .short_labels = true};
  t.b->chart = chart;
  table_end(&t);
}

static void services(struct ctx *c, const struct public_figures *f, struct blocks *out) {
  struct table t = TABLE(c, out, "services", T_FIGURES_SERVICES, {say(c, T_HEAD_SERVICE), FIGURES_TEXT}, {say(c, T_HEAD_CAME), FIGURES_COUNT},
                         {say(c, T_HEAD_DONE), FIGURES_COUNT});
  for (int i = 0; i < f->service_n; i++) {
    table_text(&t, local(&f->services[i]->label, c->lang));
    put(&t, hide_total_of_column(&f->came, i), f->came.hidden[PUBLIC_MONTHS][i]);
    put(&t, hide_total_of_column(&f->done, i), f->done.hidden[PUBLIC_MONTHS][i]);
  }
  t.b->bar = 1;
  table_end(&t);
}

static void channels(struct ctx *c, const struct public_figures *f, struct blocks *out) {
  struct table t = TABLE(c, out, "channels", T_FIGURES_CHANNELS, {say(c, T_HEAD_CHANNEL), FIGURES_TEXT}, {say(c, T_HEAD_CAME), FIGURES_COUNT});
  for (int i = 0; i < CHANNELS; i++) {
    table_text(&t, text_plain(c->lang, words_channel((enum channel)i)));
    put(&t, hide_total_of_column(&f->channels, i), f->channels.hidden[PUBLIC_MONTHS][i]);
  }
  t.b->bar = 1;
  table_end(&t);
}

static void promises(struct ctx *c, const struct public_figures *f, struct blocks *out) {
  struct table t = TABLE(c, out, "promises", T_FIGURES_PROMISES, {say(c, T_HEAD_SERVICE), FIGURES_TEXT}, {say(c, T_HEAD_STANDARD), FIGURES_TEXT},
                         {say(c, T_HEAD_KEPT_SHARE), FIGURES_PERCENT});
  for (int i = 0; i < f->service_n; i++) {
    const struct public_promise *p = &f->promises[i];
    table_text(&t, local(&p->service->label, c->lang));
    table_text(&t, TEXT(c->arena, c->lang, T_HEAD_WORKING_HOURS, ARG("n", head_number(c, p->service->sla_working_hours))));
    if (p->hidden) table_none(&t);
    else table_percent(&t, p->kept, p->kept + p->late);
  }
  t.b->bar = 2;
  t.b->note = say(c, T_HEAD_PROMISES_NOTE);
  table_end(&t);
}

static void survey(struct ctx *c, const struct public_figures *f, struct blocks *out) {
  struct table t = TABLE(c, out, "survey", T_FIGURES_SURVEY, {say(c, T_SKM_HEAD_QUARTER), FIGURES_TEXT}, {say(c, T_SKM_HEAD_ANSWERS), FIGURES_COUNT},
                         {say(c, T_SKM_HEAD_IKM), FIGURES_DECIMAL}, {say(c, T_SKM_HEAD_GRADE), FIGURES_TEXT});
  for (int i = PUBLIC_QUARTERS; i-- > 0;) {
    const struct skm_result *q = &f->quarters[i];
    bool hidden = q->answers < c->office->config->figures.small_count;
    int index = hidden ? -1 : skm_index(&q->sums, c->office->config->figures.skm_old_weight);
    if (!q->answers) continue;
    table_text(&t, q->quarter);
    put(&t, q->answers, hidden);
    if (index < 0) table_none(&t);
    else table_decimal(&t, index / 100.0);
    table_text(&t, index < 0 ? say(c, T_SKM_HEAD_NO_INDEX) : arena_printf(c->arena, "%c", skm_grade(index)));
  }
  t.b->bar = 2;
  table_end(&t);
}

void figures_public(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct public_figures *f = arena_new_of(c->arena, struct public_figures);
  enum err e = public_figures(c, f);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct blocks out = {arena_array(c->arena, struct figures_block, MAX_BLOCKS), 0};
  months(c, f, &out);
  services(c, f, &out);
  channels(c, f, &out);
  promises(c, f, &out);
  survey(c, f, &out);
  const struct config *cfg = c->office->config;
  str source = arena_printf(c->arena, STR_FMT " " STR_FMT, STR_ARG(say(c, T_DESK_OFFICE_NAME)), STR_ARG(cfg->office.name));
  struct figures_view v = {
      .period = arena_printf(c->arena, STR_FMT " – " STR_FMT, STR_ARG(month_name(c, f->months[f->began])), STR_ARG(month_name(c, f->months[PUBLIC_MONTHS - 1]))),
      .counted = TEXT(c->arena, c->lang, T_FIGURES_COUNTED, ARG("when", officer_when(c, f->counted_at ? f->counted_at : c->now))),
      .hidden = TEXT(c->arena, c->lang, T_FIGURES_HIDDEN, ARG("n", head_number(c, cfg->figures.small_count))),
      .licence = TEXT(c->arena, c->lang, T_FIGURES_LICENCE, ARG("licence", cfg->figures.licence), ARG("source", source)),
      .tables = head_tables(c, &out),
      .table_count = out.n};
  figures_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- open data ---------------------------------------------------------------------------------------------- */

static enum err read_rows(struct web_request *rq, struct public_row **ret, size_t *ret_n) {
  struct public_figures *f = arena_new_of(rq->c.arena, struct public_figures);
  TRY(public_figures(&rq->c, f));
  *ret = public_rows(&rq->c, f, ret_n);
  return E_OK;
}

static void open_to_all(struct web_request *rq, struct http_response *rs, const char *type, str body) {
  rs->status = 200;
  rs->type = type;
  rs->body = body;
  http_set_header(rs, "Cache-Control", CACHE);
  http_set_header(rs, "Access-Control-Allow-Origin", S("*"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
  (void)rq;
}

void figures_csv_public(struct web_request *rq, struct http_response *rs) {
  struct public_row *rows;
  size_t n;
  enum err e = read_rows(rq, &rows, &n);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct buf b = buf_new(rq->c.arena, 1u << 20);
  buf_add(&b, S("measure,period,dimension,code,value,hidden,licence\r\n"));
  for (size_t i = 0; i < n; i++) {
    buf_printf(&b, "%s," STR_FMT ",%s," STR_FMT ",", rows[i].measure, STR_ARG(rows[i].period), rows[i].dimension, STR_ARG(rows[i].code));
    if (!rows[i].hidden) buf_printf(&b, rows[i].decimal ? "%.2f" : "%.0f", rows[i].value);
    buf_printf(&b, ",%s,", rows[i].hidden ? "true" : "false");
    csv_field(&b, rq->c.office->config->figures.licence, ',');
    buf_add(&b, S("\r\n"));
  }
  open_to_all(rq, rs, "text/csv; charset=utf-8", buf_str(&b));
}

static json_t *row_json(const struct public_row *r) {
  json_t *o = json_object();
  json_object_set_new(o, "measure", json_string(r->measure));
  json_object_set_new(o, "period", json_stringn(r->period.p, r->period.n));
  json_object_set_new(o, "dimension", json_string(r->dimension));
  json_object_set_new(o, "code", r->code.n ? json_stringn(r->code.p, r->code.n) : json_null());
  json_object_set_new(o, "value", r->hidden ? json_null() : r->decimal ? json_real((double)(i64)(r->value * 100 + 0.5) / 100) : json_integer((json_int_t)r->value));
  json_object_set_new(o, "hidden", json_boolean(r->hidden));
  return o;
}

void figures_json_public(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct public_row *rows;
  size_t n;
  enum err e = read_rows(rq, &rows, &n);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  json_t *o = json_object(), *list = json_array();
  const struct config *cfg = c->office->config;
  str made = rfc3339(c->arena, c->now);
  json_object_set_new(o, "schema", json_string("loket-figures/1"));
  json_object_set_new(o, "licence", json_stringn(cfg->figures.licence.p, cfg->figures.licence.n));
  json_object_set_new(o, "office", json_stringn(cfg->office.name.p, cfg->office.name.n));
  json_object_set_new(o, "office_code", json_stringn(cfg->office.code.p, cfg->office.code.n));
  json_object_set_new(o, "made_at", json_stringn(made.p, made.n));
  json_object_set_new(o, "small_count", json_integer(cfg->figures.small_count));
  for (size_t i = 0; i < n; i++) json_array_append_new(list, row_json(&rows[i]));
  json_object_set_new(o, "rows", list);
  size_t size = json_dumpb(o, NULL, 0, JSON_COMPACT | JSON_REAL_PRECISION(6));
  char *p = arena_alloc(c->arena, size + 1);
  json_dumpb(o, p, size, JSON_COMPACT | JSON_REAL_PRECISION(6));
  json_decref(o);
  open_to_all(rq, rs, "application/json", (str){p, size});
}
