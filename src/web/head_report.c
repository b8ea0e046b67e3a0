/* The report to take along: all tables of a span of days, as PDF, workbook or CSV. Every one that leaves is an event. */
#include "office/chain.h"
#include "report/figures.h"
#include "web/head.h"
#include "web/papers.h"

#define MONTH_TYPED 7 /* "2026-11" */

/* ?bulan=2026-11, or the last days as on the page. */
static struct span read_span(struct web_request *rq) {
  str month = web_query(rq, "bulan");
  i64 today = date_days(ctx_today(&rq->c)), n = 30;
  struct date d;
  if (month.n == MONTH_TYPED && date_parse(arena_printf(rq->c.arena, STR_FMT "-01", STR_ARG(month)), &d)) {
    struct date next = {d.year + d.month / 12, d.month % 12 + 1, 1};
    i64 last = date_days(next) - 1;
    return (struct span){date_days(d), last < today ? last : today};
  }
  if (!str_to_i64(web_query(rq, "hari"), &n) || n < 1 || n > 366) n = 30;
  return (struct span){today - n + 1, today};
}

static enum err make_report(struct web_request *rq, struct figures_report *ret) {
  struct ctx *c = &rq->c;
  const struct service *s = catalogue_find(&c->office->catalogue, web_query(rq, "layanan"));
  struct head_query q = {.days = read_span(rq), .service = s ? s->code : S(""), .parts = HEAD_ALL};
  struct head_figures f;
  TRY(head_figures(c, &q, &f));
  struct blocks blocks = head_blocks(c, &q, &f);
  str period = head_period(c, q.days);
  if (s) period = arena_printf(c->arena, STR_FMT " · " STR_FMT, STR_ARG(local(&s->label, c->lang)), STR_ARG(period));
  *ret = (struct figures_report){.lang = c->lang, .office = papers_office(c), .title = text_plain(c->lang, T_HEAD_REPORT_TITLE),
                                 .period = period, .counted = head_counted(c, &f.state), .made_at = c->now, .blocks = blocks.at,
                                 .block_count = blocks.n};
  return E_OK;
}

static enum err make(struct web_request *rq, const struct figures_report *r, enum head_format format, str *ret) {
  /* Spreadsheets of Indonesia separate by semicolon. */
  char separator = str_eq(web_query(rq, "pemisah"), S("koma")) ? ',' : ';';
  switch (format) {
    case HEAD_PDF: return figures_pdf(rq->c.arena, r, ret);
    case HEAD_XLSX: return figures_xlsx(rq->c.arena, r, ret);
    case HEAD_CSV: return figures_csv(rq->c.arena, r, separator, ret);
  }
  return E_BUG;
}

void head_send(struct web_request *rq, struct http_response *rs, const struct figures_report *r, enum head_format format) {
  static const struct {
    const char *ending, *type;
  } formats[] = {[HEAD_PDF] = {"pdf", "application/pdf"},
                 [HEAD_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                 [HEAD_CSV] = {"csv", "text/csv; charset=utf-8"}};
  str bytes, today = date_iso(rq->c.arena, ctx_today(&rq->c));
  enum err e = make(rq, r, format, &bytes);
  if (e == E_OK) e = figures_taken(&rq->c, formats[format].ending);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  web_pdf(rq, rs, bytes, arena_printf(rq->c.arena, "loket-" STR_FMT ".%s", STR_ARG(today), formats[format].ending));
  rs->type = formats[format].type;
}

static void report(struct web_request *rq, struct http_response *rs, enum head_format format) {
  struct figures_report r;
  enum err e = make_report(rq, &r);
  if (e != E_OK) web_error(rq, rs, e);
  else head_send(rq, rs, &r, format);
}

void head_report_pdf(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_PDF); }
void head_report_xlsx(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_XLSX); }
void head_report_csv(struct web_request *rq, struct http_response *rs) { report(rq, rs, HEAD_CSV); }
