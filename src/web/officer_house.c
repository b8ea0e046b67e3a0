/* /petugas/janji/atur: holidays and closures, blanks, the central system. For those who answer for everybody's day. */
#include "web/officer_booking.h"

static str number_text(struct ctx *c, size_t n) { return arena_printf(c->arena, "%zu", n); }

static str source_words(struct ctx *c, str source) {
  if (str_eq(source, S("calendar"))) return text_plain(c->lang, T_BOOKING_SOURCE_CALENDAR);
  return text_plain(c->lang, str_eq(source, S("central")) ? T_BOOKING_SOURCE_CENTRAL : T_BOOKING_SOURCE_OFFICER);
}

static void show(struct web_request *rq, struct http_response *rs, str notice, int status) {
  struct ctx *c = &rq->c;
  struct house h;
  enum err e = office_house(c, &h);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct closure_line *lines = arena_array(c->arena, struct closure_line, h.closure_count + 1);
  for (size_t i = 0; i < h.closure_count; i++)
    lines[i] = (struct closure_line){h.closures[i].id, h.closures[i].name, text_span(c->arena, c->lang, h.closures[i].from, h.closures[i].to), source_words(c, h.closures[i].source)};
  struct booking_house_view v = {.central_down = h.central_down, .counted = h.blanks.counted, .blanks = (int)h.blanks.count, .closures = lines,
                                 .closure_count = h.closure_count, .notice = notice, .errors = officer_errors(c), .name = web_field(rq, "name"),
                                 .from = web_field(rq, "from"), .to = web_field(rq, "to"), .count = web_field(rq, "count"), .expect = web_field(rq, "expected"),
                                 .note = web_field(rq, "note"), .expected = S("")};
  if (h.central_down) v.central_since = officer_when(c, h.central_since);
  if (h.blanks.counted) v.counted_at = officer_when(c, h.blanks.changed_at);
  if (h.blanks.expected.year) v.expected = text_date(c->arena, c->lang, h.blanks.expected);
  booking_house_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static str told_words(struct web_request *rq) {
  struct ctx *c = &rq->c;
  i64 told, kept;
  if (!str_to_i64(web_query(rq, "kabar"), &told) || told < 0) return S("");
  str n = number_text(c, (size_t)told);
  if (str_to_i64(web_query(rq, "libur"), &kept) && kept >= 0)
    return TEXT(c->arena, c->lang, T_BOOKING_HOUSE_IMPORTED, ARG("n", number_text(c, (size_t)kept)), ARG("told", n));
  return TEXT(c->arena, c->lang, T_BOOKING_HOUSE_TOLD, ARG("n", n));
}

void officer_house(struct web_request *rq, struct http_response *rs) { show(rq, rs, told_words(rq), 200); }

/* ---- what was asked for ----------------------------------------------------------------------------------------- */

/* "2026-12-24T08:00", as a browser sends it */
static moment typed_moment(str text) {
  struct local_time t = {0};
  i64 h, m;
  if (text.n < 16 || !date_parse(str_sub(text, 0, 10), &t.date) || !str_to_i64(str_sub(text, 11, 2), &h) || !str_to_i64(str_sub(text, 14, 2), &m)) return 0;
  t.hour = (int)h;
  t.minute = (int)m;
  return h >= 0 && h < 24 && m >= 0 && m < 60 ? moment_of_local(t) : 0;
}

struct done {
  size_t told, kept;
  bool holidays;
};

static enum err central_down(struct web_request *rq, struct done *d) { return office_central_down(&rq->c, web_field(rq, "note"), &d->told); }
static enum err central_up(struct web_request *rq, struct done *d) { return office_central_up(&rq->c, &d->told); }

static enum err blanks(struct web_request *rq, struct done *d) {
  struct ctx *c = &rq->c;
  i64 count = -1;
  struct date expected = {0};
  str date = web_field(rq, "expected");
  if (!str_to_i64(web_field(rq, "count"), &count)) count = -1;
  if (date.n && !date_parse(date, &expected)) return ctx_fail(c, E_INPUT, T_BOOKING_HOUSE_EXPECTED, "field", S("expected"));
  return office_blanks(c, count, expected, &d->told);
}

static enum err close_for(struct web_request *rq, struct done *d) {
  return house_close(&rq->c, S(""), typed_moment(web_field(rq, "from")), typed_moment(web_field(rq, "to")), web_field(rq, "name"), &d->told);
}

static enum err reopen(struct web_request *rq, struct done *d) {
  (void)d;
  enum err e = house_reopen(&rq->c, web_int(rq, "id"));
  return e == E_NOTFOUND ? E_OK : e; /* somebody was faster: it is gone */
}

static enum err holidays(struct web_request *rq, struct done *d) {
  struct ctx *c = &rq->c;
  struct holiday_entry *list = arena_array(c->arena, struct holiday_entry, MAX_HOLIDAYS);
  struct holidays_report report;
  size_t n, skipped;
  str problem = STR_NONE;
  if (holidays_parse(c->arena, web_field(rq, "kalender"), list, MAX_HOLIDAYS, &n, &skipped, &problem) != E_OK)
    return ctx_fail_arg(c, E_INPUT, T_BOOKING_HOUSE_IMPORT_BAD, "calendar", S("kalender"), "problem", problem);
  TRY(office_holidays(c, list, n, &report));
  *d = (struct done){report.told, report.kept, true};
  return E_OK;
}

void officer_house_do(struct web_request *rq, struct http_response *rs) {
  static const struct {
    const char *what;
    enum err (*run)(struct web_request *, struct done *);
  } steps[] = {{"central_down", central_down}, {"central_up", central_up}, {"blanks", blanks}, {"close", close_for}, {"reopen", reopen}, {"holidays", holidays}};
  struct ctx *c = &rq->c;
  struct done d = {0};
  enum err e = ctx_fail(c, E_INPUT, T_BOOKING_NOT_NOW, "unknown_value", S(""));
  c->fault_count = 0;
  for (size_t i = 0; i < COUNT(steps); i++)
    if (str_is(web_field(rq, "apa"), steps[i].what)) e = steps[i].run(rq, &d);
  if (e == E_OK)
    web_redirect(rq, rs, d.holidays ? arena_printf(c->arena, "/petugas/janji/atur?kabar=%zu&libur=%zu", d.told, d.kept)
                                    : arena_printf(c->arena, "/petugas/janji/atur?kabar=%zu", d.told));
  else if (e == E_INPUT)
    show(rq, rs, S(""), 422);
  else
    web_error(rq, rs, e);
}
