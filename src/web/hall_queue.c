/* /antre: a place in the line, taken and watched from a phone. */
#include "web/citizen.h"
#include "web/hall.h"

#define COOKIE S("loket_antre") /* a secret of this browser: it has one living ticket */

static bool allowed(const struct web_request *rq, const char *what) {
  int most = rq->c.office->config->server.tickets_per_minute;
  return !most || web_allow(what, rq->http->peer, (most + 3) / 4);
}

/* ---- taking ---------------------------------------------------------------------------------------------------- */

static str crowd_words(struct ctx *c, const struct door_now *d) {
  if (!d->capacity) return S("");
  str inside = arena_printf(c->arena, "%d", d->entered ? d->inside : d->by_tickets), capacity = arena_printf(c->arena, "%d", d->capacity);
  return TEXT(c->arena, c->lang, T_HALL_WEB_CROWD, ARG("inside", inside), ARG("capacity", capacity));
}

static void show(struct web_request *rq, struct http_response *rs, const struct hall *h, enum err why) {
  struct ctx *c = &rq->c;
  struct form_errors errors = hall_errors(c);
  struct hall_now now;
  enum err e = office_hall_now(c, h, &now);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct queue_view v = {.errors = errors, .hall_code = h->code, .hall = local(&h->name, c->lang), .phone = web_field(rq, "phone"),
                         .priority = web_field(rq, "priority"), .reason = web_field(rq, "reason"), .reasons = now.rules.reasons,
                         .reason_count = now.rules.reason_count, .any_urgent = now.rules.urgent.n > 0, .notice = now.rules.notice,
                         .crowd = crowd_words(c, &now.door), .stream_url = hall_stream_url(c, h)};
  v.halls = hall_choices(c, h, &v.hall_count);
  v.lines = hall_buttons(c, &now, web_field(rq, "line"), MAX_HALL_LINES, &v.line_count);
  queue_page(&rq->page, &v);
  web_page(rq, rs, why == E_OK ? 200 : web_status_of(why));
}

void hall_queue(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = office_hall(rq->c.office, web_query(rq, "ruang"));
  if (h) show(rq, rs, h, E_OK);
  else web_error_page(rq, rs, 404);
}

static void to_ticket(struct web_request *rq, struct http_response *rs, const struct ticket *t, bool new, str secret) {
  bool https = str_starts(rq->c.office->config->public_url, S("https:"));
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/antre/t/" STR_FMT "%s", STR_ARG(queue_token(&rq->c, t)), new ? "" : "?sudah=1"));
  http_set_header(rs, "Set-Cookie", arena_printf(rq->c.arena, "loket_antre=" STR_FMT "; Path=/antre; HttpOnly; SameSite=Lax; Max-Age=86400%s",
                                                 STR_ARG(secret), https ? "; Secure" : ""));
}

void hall_queue_take(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = office_hall(c->office, web_field(rq, "hall"));
  str secret = http_cookie(rq->http, COOKIE);
  struct ticket t;
  bool new;
  if (!h) {
    web_error_page(rq, rs, 404);
    return;
  }
  if (secret.n != 22) secret = random_token(c->arena);
  struct take take = {.hall = h->code, .line = web_field(rq, "line"), .reason = web_field(rq, "reason"), .phone = web_field(rq, "phone"),
                      .browser = secret, .channel = TAKEN_WEB};
  (void)ticket_priority_parse(web_field(rq, "priority"), &take.priority);
  enum err e = E_OK;
  if (!take.line.n) e = ctx_fail(c, E_INPUT, T_HALL_NO_LINE, "unknown_line", S("line"));
  else if (!allowed(rq, "queue")) {
    web_error_page(rq, rs, 429);
    return;
  }
  if (e == E_OK) e = office_queue_take(c, &take, &t, &new);
  if (e == E_OK) to_ticket(rq, rs, &t, new, secret);
  else if (c->fault_count) show(rq, rs, h, e);
  else web_error(rq, rs, e);
}

/* ---- watching --------------------------------------------------------------------------------------------------- */

static str headline(struct ctx *c, const struct ticket_place *p) {
  str counter = arena_printf(c->arena, "%d", p->t.counter), hall = local(&p->hall->name, c->lang);
  switch (p->t.state) {
    case TICKET_WAITING: return p->t.invited_at ? TEXT(c->arena, c->lang, T_HALL_WEB_NEAR, ARG("hall", hall)) : text_plain(c->lang, T_HALL_WEB_HOME);
    case TICKET_HELD: return text_plain(c->lang, T_HALL_WEB_HELD);
    case TICKET_CALLED: return TEXT(c->arena, c->lang, T_HALL_WEB_CALLED, ARG("counter", counter));
    case TICKET_MISSED:
      if (p->t.returns || c->now > p->back_until) return text_plain(c->lang, T_HALL_WEB_MISSED_LATE);
      return TEXT(c->arena, c->lang, T_HALL_WEB_MISSED, ARG("time", hall_clock(c, p->back_until)));
    case TICKET_LEFT: return text_plain(c->lang, T_HALL_WEB_LEFT);
    default: return text_plain(c->lang, T_HALL_WEB_DONE);
  }
}

static void show_ticket(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct form_errors errors = hall_errors(c);
  struct ticket_place p;
  enum err e = office_queue_place(c, rq->args[0], &p);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
    return;
  }
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct tag tag = hall_state_tag(p.t.state);
  bool today = p.t.day == hall_today(c), living = ticket_living(p.t.state);
  str learned = !p.counters_open ? text_plain(c->lang, T_HALL_WEB_NOT_OPEN) : p.pace.seen ? hall_number_words(c, T_HALL_WEB_LEARNED, p.pace.seen) : S("");
  struct queue_ticket_view v = {.errors = errors,
                                .url = arena_printf(c->arena, "/antre/t/" STR_FMT, STR_ARG(rq->args[0])),
                                .number = p.t.number,
                                .letter = p.t.line,
                                .line = local(&p.line->name, c->lang),
                                .hall = local(&p.hall->name, c->lang),
                                .state = tag,
                                .tone = p.t.state == TICKET_WAITING && p.t.invited_at ? S("ok") : str_of(tag.tone),
                                .headline = headline(c, &p),
                                .ahead = hall_ahead_words(c, p.ahead),
                                .wait = hall_wait_words(c, p.wait),
                                .learned = learned,
                                .waiting = p.t.state == TICKET_WAITING,
                                .may_leave = today && (p.t.state == TICKET_WAITING || p.t.state == TICKET_HELD),
                                .may_return = today && (p.t.state == TICKET_MISSED || p.t.state == TICKET_LEFT),
                                .may_resume = today && p.t.state == TICKET_HELD,
                                .may_follow = today && living && !p.t.chat && c->office->config->whatsapp.number_count > 0,
                                .over = !living,
                                .existing = str_eq(web_query(rq, "sudah"), S("1")),
                                .stream_url = hall_stream_url(c, p.hall),
                                .phone = web_field(rq, "phone"),
                                .code = str_of(ticket_state_code(p.t.state))};
  queue_ticket_page(&rq->page, &v);
  web_page(rq, rs, why == E_OK ? 200 : web_status_of(why));
  citizen_personal(rs);
}

void hall_queue_ticket(struct web_request *rq, struct http_response *rs) { show_ticket(rq, rs, E_OK); }

void hall_queue_step(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  str action = web_field(rq, "action");
  enum ticket_step step;
  struct ticket t;
  enum err e;
  if (str_eq(action, S("follow"))) e = allowed(rq, "follow") ? office_queue_follow(c, rq->args[0], web_field(rq, "phone")) : E_LIMIT;
  else if (ticket_step_parse(action, &step)) e = office_queue_own(c, rq->args[0], step, &t);
  else e = E_INPUT;
  if (e == E_OK) web_redirect(rq, rs, arena_printf(c->arena, "/antre/t/" STR_FMT, STR_ARG(rq->args[0])));
  else if (e == E_NOTFOUND) citizen_unknown_token(rq, rs);
  else if (c->fault_count) show_ticket(rq, rs, e);
  else web_error(rq, rs, e);
}
