/* The head of the office: the pages, the list behind each number, the report to take along. */
#include "web/head.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "web/officer.h"

/* ---- which days, which service ------------------------------------------------------------------------ */

static const int span_days[] = {7, 30, 90, 365};
#define USUAL_SPAN 30

static const struct head_section {
  const char *path;
  enum text_key text;
  unsigned parts;
} parts[HEAD_TABS] = {
    {"/kepala", T_HEAD_PART_SUMMARY, HEAD_SUMMARY}, {"/kepala/sla", T_HEAD_PART_TIMES, HEAD_TIMES},
    {"/kepala/kualitas", T_HEAD_PART_QUALITY, HEAD_QUALITY}, {"/kepala/beban", T_HEAD_PART_LOAD, HEAD_LOAD},
    {"/kepala/ikm", T_SKM_HEAD_PART, 0},
};

static int read_span(struct web_request *rq) {
  i64 n = 0;
  if (str_to_i64(web_query(rq, "hari"), &n))
    for (size_t i = 0; i < COUNT(span_days); i++)
      if (span_days[i] == n) return (int)n;
  return USUAL_SPAN;
}

static struct head_query read_query(struct web_request *rq, unsigned wanted) {
  const struct service *s = catalogue_find(&rq->c.office->catalogue, web_query(rq, "layanan"));
  i64 today = date_days(ctx_today(&rq->c));
  return (struct head_query){.days = {today - read_span(rq) + 1, today}, .service = s ? s->code : S(""), .parts = wanted};
}

static str with_query(struct web_request *rq, const char *path, const struct head_query *q) {
  return arena_printf(rq->c.arena, "%s?hari=%lld&layanan=" STR_FMT, path, (long long)(q->days.last - q->days.first + 1), STR_ARG(q->service));
}

/* ---- the page ------------------------------------------------------------------------------------------- */

struct head_table *head_tables(struct ctx *c, const struct blocks *blocks) {
  struct head_table *list = arena_array(c->arena, struct head_table, blocks->n + 1);
  for (size_t i = 0; i < blocks->n; i++) {
    const struct figures_block *b = &blocks->at[i];
    struct head_row *rows = arena_array(c->arena, struct head_row, b->rows + 1);
    double most = 0;
    for (size_t k = 0; k < b->rows; k++) {
      rows[k].cells = b->cells + k * b->column_count;
      if (b->bar >= 0 && rows[k].cells[b->bar].value > most) most = rows[k].cells[b->bar].value;
    }
    for (size_t k = 0; b->bar >= 0 && most > 0 && k < b->rows; k++) rows[k].bar = (int)(100 * rows[k].cells[b->bar].value / most + 0.5);
    list[i] = (struct head_table){.b = b, .rows = rows, .row_count = b->rows, .chart = figures_chart(c->arena, c->lang, b)};
  }
  return list;
}

static void add_tile(struct head_view *v, enum text_key label, str value, str note, str url, const char *tone) {
  v->tiles[v->tile_count++] = (struct head_tile){label, value, note, url, tone};
}

static void add_tiles(struct ctx *c, const struct head_query *q, const struct head_figures *f, struct head_view *v) {
  struct span today = {q->days.last, q->days.last};
  i64 waiting = figures_sum(&f->open, S("")), avoided = head_avoided(c, q, f);
  add_tile(v, T_HEAD_TILE_CAME, head_number(c, f->came_today), S(""), head_list_url(c, "submitted", today, q->service, S(""), -1), "plain");
  add_tile(v, T_HEAD_TILE_DONE, head_number(c, f->done_today), S(""), head_list_url(c, "ended", today, q->service, S("completed"), -1), "plain");
  add_tile(v, T_HEAD_TILE_OPEN, head_number(c, waiting), S(""), head_list_url(c, "open", (struct span){0, today.last}, q->service, S(""), -1), "plain");
  add_tile(v, T_HEAD_TILE_LATE, head_number(c, f->late), text_plain(c->lang, f->late ? T_HEAD_TILE_LATE_SOME : T_HEAD_TILE_LATE_NONE),
           f->late ? head_list_url(c, "late", today, q->service, S(""), -1) : S(""), f->late ? "err" : "ok");
  add_tile(v, T_HEAD_TILE_VISITS, head_number(c, f->visits_today), S(""), head_list_url(c, measure_code(visits_measure(c)), today, q->service, S(""), -1), "plain");
  if (f->has_blanks) add_tile(v, T_HEAD_TILE_BLANKS, head_number(c, f->blanks), S(""), S(""), f->blanks ? "plain" : "err");
  if (!q->service.n && f->began)
    add_tile(v, T_HEAD_TILE_AVOIDED, head_number(c, avoided),
             TEXT(c->arena, c->lang, T_HEAD_TILE_AVOIDED_NOTE, ARG("days", head_number(c, q->days.last - q->days.first + 1))), S(""), avoided > 0 ? "ok" : "warn");
}

void head_frame(struct web_request *rq, const struct head_query *q, const char *path, const struct figures_state *s, struct head_view *v) {
  struct ctx *c = &rq->c;
  for (size_t i = 0; i < HEAD_TABS; i++)
    v->tabs[i] = (struct head_tab){with_query(rq, parts[i].path, q), parts[i].text, strcmp(parts[i].path, path) == 0};
  v->path = str_of(path);
  v->counted = head_counted(c, s);
  if (s->newest > s->counted) v->behind = TEXT(c->arena, c->lang, T_HEAD_BEHIND, ARG("n", head_number(c, s->newest - s->counted)));
  v->office = text_plain(c->lang, T_DESK_OFFICE_NAME);
  v->place = c->office->config->office.name;
  v->address = c->office->config->office.address;
}

static void fill_filter(struct web_request *rq, const struct head_query *q, struct head_view *v) {
  struct ctx *c = &rq->c;
  struct option *spans = arena_array(c->arena, struct option, COUNT(span_days));
  for (size_t i = 0; i < COUNT(span_days); i++) {
    str n = head_number(c, span_days[i]);
    spans[i] = (struct option){.value = n, .label = TEXT(c->arena, c->lang, T_HEAD_SPAN_DAYS, ARG("n", n)),
                               .chosen = q->days.last - q->days.first + 1 == span_days[i]};
  }
  v->span_name = S("hari");
  v->span_label = T_HEAD_SPAN;
  v->by_service = true;
  v->spans = spans;
  v->span_count = COUNT(span_days);
  v->services = officer_services(c, q->service, &v->service_count);
  v->period = head_period(c, q->days);
  v->pdf_url = with_query(rq, "/kepala/laporan.pdf", q);
  v->xlsx_url = with_query(rq, "/kepala/laporan.xlsx", q);
  v->csv_url = with_query(rq, "/kepala/laporan.csv", q);
}

static void show(struct web_request *rq, struct http_response *rs, const struct head_section *part) {
  struct head_query q = read_query(rq, part->parts);
  struct head_figures f;
  struct head_view v = {0};
  enum err e = head_figures(&rq->c, &q, &f);
  if (e == E_OK && (part->parts & HEAD_SUMMARY)) e = officer_papers_due(&rq->c, &v.due);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct blocks blocks = head_blocks(&rq->c, &q, &f);
  head_frame(rq, &q, part->path, &f.state, &v);
  fill_filter(rq, &q, &v);
  if (part->parts & HEAD_SUMMARY) add_tiles(&rq->c, &q, &f, &v);
  v.tables = head_tables(&rq->c, &blocks);
  v.table_count = blocks.n;
  head_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void head_summary(struct web_request *rq, struct http_response *rs) { show(rq, rs, &parts[0]); }
void head_times(struct web_request *rq, struct http_response *rs) { show(rq, rs, &parts[1]); }
void head_quality(struct web_request *rq, struct http_response *rs) { show(rq, rs, &parts[2]); }
void head_load(struct web_request *rq, struct http_response *rs) { show(rq, rs, &parts[3]); }

/* ---- the list behind a number ----------------------------------------------------------------------------- */

static bool read_day(struct web_request *rq, const char *name, i64 *ret) {
  struct date d;
  if (!date_parse(web_query(rq, name), &d)) return false;
  *ret = date_days(d);
  return true;
}

/* "submitted,in_review" -> " submitted in_review " */
static str spaced(struct arena *a, str list) {
  struct buf b = buf_new(a, 1024);
  str part;
  if (!list.n) return list;
  while (str_cut(&list, ',', &part)) buf_printf(&b, " " STR_FMT, STR_ARG(part));
  buf_byte(&b, ' ');
  return buf_str(&b);
}

/* ?setelah={day}.{id}.{service}.{key}: behind the last row of the page before. */
static void read_after(struct web_request *rq, struct figure_list_query *q) {
  str rest = web_query(rq, "setelah"), day, id;
  if (!str_cut(&rest, '.', &day) || !str_cut(&rest, '.', &id) || !str_to_i64(day, &q->after_day) || !str_to_i64(id, &q->after_id)) return;
  q->more = str_cut(&rest, '.', &q->after_service);
  q->after_key = rest.p ? rest : S("");
}

static enum err read_list_query(struct web_request *rq, struct figure_list_query *q) {
  str what = web_query(rq, "ukuran");
  const struct service *s = catalogue_find(&rq->c.office->catalogue, web_query(rq, "layanan"));
  i64 weekday = -1;
  *q = (struct figure_list_query){.limit = LIST_PAGE, .service = s ? s->code : S(""), .key = web_query(rq, "kunci"), .weekday = -1};
  if (str_eq(what, S("open"))) q->kind = FIGURE_OPEN;
  else if (str_eq(what, S("late"))) q->kind = FIGURE_LATE;
  else if (!measure_parse(what, &q->measure)) return E_NOTFOUND;
  if (!read_day(rq, "dari", &q->days.first) || !read_day(rq, "sampai", &q->days.last)) return E_NOTFOUND;
  if (str_to_i64(web_query(rq, "pekan"), &weekday) && weekday >= 0 && weekday < 7) q->weekday = (int)weekday;
  if (q->kind == FIGURE_OPEN) q->key = spaced(rq->c.arena, q->key);
  read_after(rq, q);
  return E_OK;
}

static str list_title(struct ctx *c, const struct figure_list_query *q) {
  if (q->kind == FIGURE_LATE) return text_plain(c->lang, T_HEAD_LIST_LATE);
  if (q->kind == FIGURE_OPEN) return text_plain(c->lang, T_HEAD_LIST_OPEN);
  str what = text_plain(c->lang, text_key_find(arena_printf(c->arena, "head.list.%s", measure_code(q->measure))));
  if (!q->key.n) return what;
  str key = str_eq(q->key, S("other")) ? text_plain(c->lang, T_HEAD_OTHERWISE) : head_key(c, q->measure, q->service, q->key);
  return arena_printf(c->arena, STR_FMT ": " STR_FMT, STR_ARG(what), STR_ARG(key));
}

static struct head_list_row *list_rows(struct ctx *c, const struct figure_list_query *q, const struct figure_list *l) {
  struct head_list_row *rows = arena_array(c->arena, struct head_list_row, l->n + 1);
  for (size_t i = 0; i < l->n; i++) {
    const struct figure_row *r = &l->rows[i];
    rows[i] = (struct head_list_row){.when = officer_when(c, r->at), .number = r->number, .service = head_service(c, r->service),
                                     .applicant = name_masked(c->arena, r->applicant), .state = tag_officer_state(r->state)};
    if (!r->service.n) rows[i].service = S("–");
    if (r->ticket.n) rows[i] = (struct head_list_row){.when = officer_when(c, r->at), .number = S(""), .service = r->ticket, .applicant = S("")};
    if (r->booking.n && !r->number.n)
      rows[i] = (struct head_list_row){.when = officer_when(c, r->at), .booking = r->booking, .number = S(""), .applicant = S(""),
                                       .service = head_key(c, q->measure, S(""), r->key)};
    if (q->kind == FIGURE_LATE) rows[i].value = officer_due(c, r->day); /* key of the list: when it should have been ready */
    else rows[i].value = TEXT(c->arena, c->lang, T_HEAD_LIST_MINUTES, ARG("n", head_number(c, r->value)));
  }
  return rows;
}

static bool about_time(const struct figure_list_query *q) {
  return q->kind == FIGURE_LATE || (q->kind == FIGURE_MARKS && (q->measure == MEASURE_ANSWERED || q->measure == MEASURE_READY || q->measure == MEASURE_PROMISE));
}

/* The same address without the place in the list. */
static str address_of(struct web_request *rq) {
  static const char *const names[] = {"ukuran", "dari", "sampai", "layanan", "kunci", "pekan"};
  struct buf b = buf_new(rq->c.arena, 2048);
  buf_add(&b, S("/kepala/daftar"));
  for (size_t i = 0; i < COUNT(names); i++) {
    str value = web_query(rq, names[i]);
    if (value.n) buf_printf(&b, "%c%s=" STR_FMT, b.n == S("/kepala/daftar").n ? '?' : '&', names[i], STR_ARG(percent_encode(rq->c.arena, value)));
  }
  return buf_str(&b);
}

static str next_of(struct web_request *rq, const struct figure_list_query *q, const struct figure_row *last) {
  str base = address_of(rq);
  if (q->kind != FIGURE_MARKS)
    return arena_printf(rq->c.arena, STR_FMT "&setelah=%lld.%lld.", STR_ARG(base), (long long)last->day, (long long)last->application);
  str key = arena_printf(rq->c.arena, STR_FMT "." STR_FMT, STR_ARG(last->service), STR_ARG(last->key));
  return arena_printf(rq->c.arena, STR_FMT "&setelah=%lld.%lld." STR_FMT, STR_ARG(base), (long long)last->day, (long long)last->place,
                      STR_ARG(percent_encode(rq->c.arena, key)));
}

void head_list(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct figure_list_query q;
  struct figure_list l;
  enum err e = read_list_query(rq, &q);
  if (e == E_OK) e = figures_list(c, &q, &l);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct head_list_view v = {.title = list_title(c, &q), .period = head_period(c, q.days), .back_url = S("/kepala"),
                             .when = q.kind == FIGURE_MARKS ? T_HEAD_LIST_WHEN : T_HEAD_LIST_CAME, .has_value = about_time(&q),
                             .rows = list_rows(c, &q, &l), .row_count = l.n};
  if (q.kind != FIGURE_MARKS) v.period = q.service.n ? head_service(c, q.service) : S("");
  if (q.more) v.first_url = address_of(rq);
  if (l.more) v.next_url = next_of(rq, &q, &l.rows[l.n - 1]);
  head_list_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
