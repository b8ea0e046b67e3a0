/* /v: is this paper of Loket genuine? Shows initials, service, state and day, and nothing else of a person. /jam: hours. */
#include "domain/identity.h"
#include "office/hours.h"
#include "office/today.h"
#include "web/citizen_visit.h"

#define CLOSURES_SHOWN DAYS(60)
#define GUESSES_OF_A_PEER 30 /* a minute */

/* "S. D. L." */
static str initials(struct ctx *c, str name) {
  struct buf b = buf_new(c->arena, 256);
  str word;
  while (str_cut(&name, ' ', &word)) {
    str first = utf8_cut(word, 1);
    if (first.n) buf_printf(&b, "%s" STR_FMT ".", b.n ? " " : "", STR_ARG(arena_upper(c->arena, first)));
  }
  return buf_str(&b);
}

static void show(struct web_request *rq, struct http_response *rs, struct verify_view *v, int status) {
  v->errors = citizen_errors(&rq->c);
  citizen_personal(rs);
  verify_page(&rq->page, v);
  web_page(rq, rs, status);
}

/* An unknown number and one that cannot be one read alike. */
static void look(struct web_request *rq, struct http_response *rs, str typed) {
  struct ctx *c = &rq->c;
  struct application *f = arena_new_of(c->arena, struct application);
  struct verify_view v = {.typed = typed, .asked = true};
  if (web_exhausted("verify-peer", rq->http->peer, GUESSES_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = portal_verify(c, typed, f);
  if (e == E_NOTFOUND) {
    (void)web_allow("verify-peer", rq->http->peer, GUESSES_OF_A_PEER);
    (void)ctx_fail(c, E_NOTFOUND, T_PORTAL_VERIFY_UNKNOWN, "not_found", S("kode"));
    show(rq, rs, &v, 404);
  } else if (e != E_OK) {
    web_error(rq, rs, e);
  } else {
    v.typed = S("");
    v.found = true;
    v.number = f->number;
    v.service = local(&f->service->label, c->lang);
    v.initials = initials(c, f->applicant);
    v.date = text_date(c->arena, c->lang, local_of(f->submitted_at).date);
    v.state = tag_citizen_state(f->state);
    show(rq, rs, &v, 200);
  }
}

void citizen_verify(struct web_request *rq, struct http_response *rs) {
  str typed = rq->arg_count ? rq->args[0] : web_query(rq, "kode");
  struct verify_view v = {0};
  if (typed.n) look(rq, rs, typed);
  else show(rq, rs, &v, 200);
}

/* "17 Agustus 2026", "24 Desember 2026 – 26 Desember 2026", "10 Desember 2026, 11.00–13.00 WITA", or two moments. */
static str span_words(struct ctx *c, const struct closed_span *s) {
  struct local_time from = local_of(s->from), last = local_of(s->to - 1), to = local_of(s->to);
  str first = text_date(c->arena, c->lang, from.date), end = text_date(c->arena, c->lang, last.date);
  bool days = from.hour + from.minute + to.hour + to.minute == 0, one = str_eq(first, end);
  if (!days && one)
    return arena_printf(c->arena, STR_FMT ", %02d.%02d–%02d.%02d %s", STR_ARG(first), from.hour, from.minute, to.hour, to.minute, zone_label());
  if (!days)
    return arena_printf(c->arena, STR_FMT " – " STR_FMT, STR_ARG(text_moment(c->arena, c->lang, s->from)), STR_ARG(text_moment(c->arena, c->lang, s->to)));
  return one ? first : arena_printf(c->arena, STR_FMT " – " STR_FMT, STR_ARG(first), STR_ARG(end));
}

static void fill_closures(struct ctx *c, struct hours_view *v) {
  struct closed_span *list;
  size_t n;
  if (office_closures(c, c->now + CLOSURES_SHOWN, &list, &n) != E_OK) return; /* the week is told all the same */
  str *lines = arena_array(c->arena, str, n + 1);
  for (size_t i = 0; i < n; i++)
    lines[i] = TEXT(c->arena, c->lang, T_PORTAL_HOURS_CLOSURE, ARG("when", span_words(c, &list[i])), ARG("name", list[i].name));
  v->closures = lines;
  v->closure_count = n;
}

void citizen_hours(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct today today;
  (void)office_today(c, &today); /* how busy it is does not matter here */
  struct hours_view v = {.open = today.doors.open, .contact = citizen_contact(c)};
  if (v.open)
    v.today = citizen_open_until(c, &today.doors);
  else if (today.doors.opens)
    v.next = TEXT(c->arena, c->lang, T_PORTAL_HOURS_NEXT, ARG("when", text_moment(c->arena, c->lang, today.doors.opens)));
  fill_closures(c, &v);
  hours_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
