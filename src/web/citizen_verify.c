/* /v: is this paper of Loket genuine? Shows initials, service, state and day, and nothing else of a person. /jam: hours. */
#include "domain/identity.h"
#include "office/hours.h"
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

static void fill_closures(struct ctx *c, const struct closing *list, size_t n, struct hours_view *v) {
  str *lines = arena_array(c->arena, str, n + 1);
  for (size_t i = 0; i < n; i++)
    lines[i] = TEXT(c->arena, c->lang, T_PORTAL_HOURS_CLOSURE, ARG("when", text_span(c->arena, c->lang, list[i].from, list[i].to)), ARG("name", list[i].name));
  v->closures = lines;
  v->closure_count = n;
}

void citizen_hours(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct doors doors;
  struct closing *list = NULL;
  size_t n = 0;
  if (office_hours(c, c->now + CLOSURES_SHOWN, &doors, &list, &n) != E_OK) { /* the week is told all the same */
    doors = doors_at(c->now, c->office->config->office.hours, NULL, 0);
    n = 0;
  }
  struct hours_view v = {.open = doors.open, .contact = citizen_contact(c)};
  if (v.open)
    v.today = citizen_open_until(c, &doors);
  else if (doors.opens)
    v.next = TEXT(c->arena, c->lang, T_PORTAL_HOURS_NEXT, ARG("when", text_moment(c->arena, c->lang, doors.opens)));
  fill_closures(c, list, n, &v);
  hours_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
