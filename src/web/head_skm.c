/* /kepala/ikm: what the survey of satisfaction says, by quarter; and its report. */
#include "office/skm.h"

#include "web/head_table.h"
#include "web/papers.h"

#define MAX_BLOCKS 6

static struct quarter read_quarter(struct web_request *rq) {
  struct quarter q;
  return quarter_parse(web_query(rq, "triwulan"), &q) ? q : quarter_of(ctx_today(&rq->c));
}

static str quarter_name(struct ctx *c, str code) {
  struct quarter q;
  if (!quarter_parse(code, &q)) return code;
  return TEXT(c->arena, c->lang, T_SKM_HEAD_QUARTER_NAME, ARG("n", head_number(c, q.number)), ARG("year", arena_printf(c->arena, "%d", q.year)));
}

static str grade_words(struct ctx *c, int index) {
  if (index < 0) return text_plain(c->lang, T_SKM_HEAD_NO_INDEX);
  char code[] = {(char)(skm_grade(index) - 'A' + 'a'), 0};
  return text_plain(c->lang, text_key_find(arena_printf(c->arena, "skm.head.grade.%s", code)));
}

static int index_of(struct ctx *c, const struct skm_result *r) { return skm_index(&r->sums, c->office->config->figures.skm_old_weight); }

/* ---- tables ------------------------------------------------------------------------------------------------ */

static str say(struct ctx *c, enum text_key key) { return text_plain(c->lang, key); }

static void put_index(struct table *t, int index) {
  if (index < 0) table_none(t);
  else table_decimal(t, index / 100.0);
}

static void by_quarter(struct ctx *c, const struct skm_results *r, struct blocks *out) {
  bool old = c->office->config->figures.skm_old_weight;
  struct table t = TABLE(c, out, "quarters", T_SKM_HEAD_BY_QUARTER, {say(c, T_SKM_HEAD_QUARTER), FIGURES_TEXT}, {say(c, T_SKM_HEAD_SERVED), FIGURES_COUNT},
                         {say(c, T_SKM_HEAD_NEEDED), FIGURES_COUNT}, {say(c, T_SKM_HEAD_ANSWERS), FIGURES_COUNT}, {say(c, T_SKM_HEAD_IKM), FIGURES_DECIMAL},
                         {say(c, T_SKM_HEAD_GRADE), FIGURES_TEXT});
  for (size_t i = SKM_QUARTERS; i-- > 0;) {
    const struct skm_result *q = &r->quarters[i];
    if (!q->answers && i + 1 < SKM_QUARTERS) continue;
    int index = index_of(c, q);
    table_text(&t, quarter_name(c, q->quarter));
    table_count(&t, q->served, S(""));
    table_count(&t, skm_sample(q->served), S(""));
    table_count(&t, q->answers, S(""));
    put_index(&t, index);
    table_text(&t, grade_words(c, index));
  }
  t.b->bar = 4;
  t.b->note = TEXT(c->arena, c->lang, T_SKM_HEAD_NOTE, ARG("weight", say(c, old ? T_SKM_HEAD_WEIGHT_OLD : T_SKM_HEAD_WEIGHT_NEW)));
  table_end(&t);
}

static void elements(struct ctx *c, const struct skm_result *r, struct blocks *out) {
  struct table t = TABLE(c, out, "elements", T_SKM_HEAD_ELEMENTS, {say(c, T_SKM_HEAD_ELEMENT), FIGURES_TEXT}, {say(c, T_SKM_HEAD_ANSWERS), FIGURES_COUNT},
                         {say(c, T_SKM_HEAD_MEAN), FIGURES_DECIMAL}, {say(c, T_SKM_HEAD_CONVERTED), FIGURES_DECIMAL}, {say(c, T_SKM_HEAD_GRADE), FIGURES_TEXT});
  for (int e = 0; r->answers && e < SKM_ELEMENTS; e++) {
    double mean = skm_mean(&r->sums, (enum skm_element)e);
    str name = text_plain(c->lang, text_key_find(arena_printf(c->arena, "skm.element.%s", skm_code((enum skm_element)e))));
    table_text(&t, arena_printf(c->arena, "U%d " STR_FMT, e + 1, STR_ARG(name)));
    table_count(&t, r->sums.n[e], S(""));
    if (r->sums.n[e]) {
      table_decimal(&t, mean);
      table_decimal(&t, 25 * mean);
      table_text(&t, grade_words(c, (int)(2500 * mean + 0.5)));
    } else {
      table_none(&t);
      table_none(&t);
      table_none(&t);
    }
  }
  t.b->bar = 3;
  t.b->note = say(c, T_SKM_HEAD_ELEMENTS_NOTE);
  table_end(&t);
}

static str hidden_note(struct ctx *c) {
  return TEXT(c->arena, c->lang, T_SKM_HEAD_HIDDEN, ARG("n", head_number(c, c->office->config->figures.small_count)));
}

/* Few answers might be known by their giver. */
static bool is_small(struct ctx *c, i64 n) { return n < c->office->config->figures.small_count; }

static void by_service(struct ctx *c, const struct skm_results *r, struct blocks *out) {
  struct table t = TABLE(c, out, "services", T_SKM_HEAD_BY_SERVICE, {say(c, T_HEAD_SERVICE), FIGURES_TEXT}, {say(c, T_SKM_HEAD_ANSWERS), FIGURES_COUNT},
                         {say(c, T_SKM_HEAD_IKM), FIGURES_DECIMAL}, {say(c, T_SKM_HEAD_GRADE), FIGURES_TEXT});
  for (size_t i = 0; i < r->service_n; i++) {
    const struct skm_result *s = &r->services[i];
    int index = is_small(c, s->answers) ? -1 : index_of(c, s);
    table_text(&t, head_service(c, s->service));
    if (is_small(c, s->answers)) table_none(&t);
    else table_count(&t, s->answers, S(""));
    put_index(&t, index);
    table_text(&t, grade_words(c, index));
  }
  t.b->bar = 2;
  t.b->note = hidden_note(c);
  table_end(&t);
}

static void people(struct ctx *c, const struct skm_results *r, struct blocks *out) {
  struct table t = TABLE(c, out, "people", T_SKM_HEAD_PEOPLE, {say(c, T_SKM_HEAD_PEOPLE_OF), FIGURES_TEXT}, {say(c, T_SKM_HEAD_ANSWERS), FIGURES_COUNT});
  for (size_t g = 0; g < SKM_GROUPS; g++)
    for (size_t i = 0; i < r->people_n; i++) {
      const struct skm_count *p = &r->people[i];
      if (!str_is(p->group, skm_groups[g].name)) continue;
      str group = text_plain(c->lang, text_key_find(arena_printf(c->arena, "skm.%s", skm_groups[g].name)));
      str code = p->code.n ? text_plain(c->lang, text_key_find(arena_printf(c->arena, "skm.%s." STR_FMT, skm_groups[g].name, STR_ARG(p->code))))
                           : say(c, T_SKM_PAGE_UNSAID);
      table_text(&t, arena_printf(c->arena, STR_FMT ": " STR_FMT, STR_ARG(group), STR_ARG(code)));
      if (is_small(c, p->n)) table_none(&t);
      else table_count(&t, p->n, S(""));
    }
  t.b->bar = 1;
  t.b->note = hidden_note(c);
  table_end(&t);
}

static void remarks(struct ctx *c, const struct skm_results *r, struct blocks *out) {
  struct table t = TABLE(c, out, "remarks", T_SKM_HEAD_REMARKS, {say(c, T_SKM_HEAD_REMARK), FIGURES_TEXT});
  for (size_t i = 0; i < r->remark_n; i++) table_text(&t, r->remarks[i]);
  t.b->note = say(c, T_SKM_HEAD_REMARKS_NOTE);
  table_end(&t);
}

static struct blocks blocks_of(struct ctx *c, const struct skm_results *r) {
  struct blocks out = {arena_array(c->arena, struct figures_block, MAX_BLOCKS), 0};
  by_quarter(c, r, &out);
  elements(c, &r->quarters[SKM_QUARTERS - 1], &out);
  by_service(c, r, &out);
  remarks(c, r, &out);
  people(c, r, &out);
  return out;
}

/* ---- the page ------------------------------------------------------------------------------------------------- */

static void add_tile(struct head_view *v, enum text_key label, str value, str note, const char *tone) {
  v->tiles[v->tile_count++] = (struct head_tile){label, value, note, S(""), tone};
}

static void fill(struct web_request *rq, struct quarter q, const struct skm_result *r, struct head_view *v) {
  struct ctx *c = &rq->c;
  struct option *quarters = arena_array(c->arena, struct option, SKM_QUARTERS);
  struct quarter at = quarter_of(ctx_today(c));
  for (size_t i = 0; i < SKM_QUARTERS; i++, at = quarter_before(at)) {
    str code = quarter_text(c->arena, at);
    quarters[i] = (struct option){.value = code, .label = quarter_name(c, code), .chosen = at.year == q.year && at.number == q.number};
  }
  str code = quarter_text(c->arena, q);
  int index = index_of(c, r);
  v->span_name = S("triwulan");
  v->span_label = T_SKM_HEAD_QUARTER;
  v->spans = quarters;
  v->span_count = SKM_QUARTERS;
  v->period = quarter_name(c, code);
  v->pdf_url = arena_printf(c->arena, "/kepala/ikm/laporan.pdf?triwulan=" STR_FMT, STR_ARG(code));
  v->xlsx_url = arena_printf(c->arena, "/kepala/ikm/laporan.xlsx?triwulan=" STR_FMT, STR_ARG(code));
  v->csv_url = arena_printf(c->arena, "/kepala/ikm/laporan.csv?triwulan=" STR_FMT, STR_ARG(code));
  add_tile(v, T_SKM_HEAD_INDEX, index < 0 ? S("–") : head_decimal(c, index / 100.0, 2), grade_words(c, index), index >= 7661 ? "ok" : index < 0 ? "plain" : "warn");
  add_tile(v, T_SKM_HEAD_TILE_ANSWERS, head_number(c, r->answers),
           TEXT(c->arena, c->lang, T_SKM_HEAD_TILE_NEEDED, ARG("n", head_number(c, skm_sample(r->served)))), "plain");
}

void head_skm(struct web_request *rq, struct http_response *rs) {
  struct quarter quarter = read_quarter(rq);
  i64 today = date_days(ctx_today(&rq->c));
  struct head_query q = {.days = {today - 29, today}, .service = S("")};
  struct skm_results r;
  struct figures_state s;
  struct head_view v = {0};
  enum err e = skm_results(&rq->c, quarter, &r);
  if (e == E_OK) e = figures_state(&rq->c, &s);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct blocks blocks = blocks_of(&rq->c, &r);
  head_frame(rq, &q, "/kepala/ikm", &s, &v);
  fill(rq, quarter, &r.quarters[SKM_QUARTERS - 1], &v);
  v.tables = head_tables(&rq->c, &blocks);
  v.table_count = blocks.n;
  head_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- the report ------------------------------------------------------------------------------------------------- */

static void report(struct web_request *rq, struct http_response *rs, enum head_format format) {
  struct ctx *c = &rq->c;
  struct quarter q = read_quarter(rq);
  struct skm_results r;
  struct figures_state s;
  enum err e = skm_results(c, q, &r);
  if (e == E_OK) e = figures_state(c, &s);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct blocks blocks = blocks_of(c, &r);
  struct figures_report report = {.lang = c->lang, .office = papers_office(c), .title = text_plain(c->lang, T_SKM_REPORT_TITLE),
                                  .period = quarter_name(c, quarter_text(c->arena, q)), .counted = head_counted(c, &s), .made_at = c->now,
                                  .blocks = blocks.at, .block_count = blocks.n};
  head_send(rq, rs, &report, format);
}

void head_skm_pdf(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_PDF); }
void head_skm_xlsx(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_XLSX); }
void head_skm_csv(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_CSV); }
