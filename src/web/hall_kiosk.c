/* /kios/{hall}: a ticket without a phone. A code of a pickup receipt goes straight to the pickup line. */
#include "web/hall.h"
#include "web/officer.h"

static str kiosk_url(struct ctx *c, const struct hall *h) { return arena_printf(c->arena, "/kios/" STR_FMT, STR_ARG(h->code)); }

static void show(struct web_request *rq, struct http_response *rs, const struct hall *h, str error, int status) {
  struct ctx *c = &rq->c;
  struct hall_now now;
  enum err e = office_hall_now(c, h, &now);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  int inside = now.door.entered ? now.door.inside : now.door.by_tickets;
  struct kiosk_view v = {.url = kiosk_url(c, h), .hall = local(&h->name, c->lang), .notice = now.rules.notice, .error = error,
                         .full = now.door.capacity && inside >= now.door.capacity - (int)h->counter_count};
  v.lines = hall_buttons(c, &now, S(""), KIOSK_BUTTONS, &v.line_count);
  kiosk_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void hall_kiosk(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = hall_of(rq, rs);
  if (h) show(rq, rs, h, S(""), 200);
}

/* ---- taking -------------------------------------------------------------------------------------------------------- */

static void ask_reason(struct web_request *rq, struct http_response *rs, const struct hall *h, const struct hall_line *line) {
  struct ctx *c = &rq->c;
  struct hall_rules rules;
  if (office_hall_rules(c, h, &rules) != E_OK) {
    web_error(rq, rs, E_IO);
    return;
  }
  struct kiosk_reason_view v = {.url = kiosk_url(c, h), .hall = local(&h->name, c->lang), .line = local(&line->name, c->lang),
                                .letter = line->letter, .priority = web_field(rq, "priority"), .reasons = rules.reasons,
                                .reason_count = rules.reason_count};
  kiosk_reason_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* What the scanner read, or what was typed: a file that is ready, else words that help. */
static enum err pickup_of(struct web_request *rq, const struct hall *h, struct take *take, str *ret_problem) {
  struct ctx *c = &rq->c;
  const struct hall_line *line = hall_pickup_line(h);
  struct list found;
  str number;
  str name = line ? local(&line->name, c->lang) : S("");
  *ret_problem = TEXT(c->arena, c->lang, T_HALL_KIOSK_SCAN_UNKNOWN, ARG("line", name));
  if (!line || officer_number_of(c, web_field(rq, "kode"), &number) != E_OK) return E_NOTFOUND;
  TRY(office_search(c, number, &found));
  if (!found.n) return E_NOTFOUND;
  *ret_problem = TEXT(c->arena, c->lang, T_HALL_KIOSK_SCAN_NOT_READY, ARG("number", number));
  if (found.rows[0].state != STATE_READY_FOR_PICKUP && found.rows[0].state != STATE_MISMATCH) return E_RULE;
  take->kind = TICKET_PICKUP;
  take->line = line->letter;
  take->application = number;
  return E_OK;
}

static void took(struct web_request *rq, struct http_response *rs, const struct hall *h, const struct ticket *t, bool new) {
  str token = queue_token(&rq->c, t);
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/kios/" STR_FMT "/tiket/" STR_FMT "%s", STR_ARG(h->code), STR_ARG(token), new ? "" : "?sudah=1"));
}

void hall_kiosk_take(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = hall_of(rq, rs);
  if (!h) return;
  struct take take = {.hall = h->code, .line = web_field(rq, "line"), .reason = web_field(rq, "reason"), .phone = web_field(rq, "phone"),
                      .channel = TAKEN_KIOSK, .print = true};
  const struct hall_line *line = hall_line_find(h, take.line);
  struct ticket t;
  bool new;
  str problem = S("");
  (void)ticket_priority_parse(web_field(rq, "priority"), &take.priority);
  int most = c->office->config->server.tickets_per_minute; /* a hand that plays on the screen */
  if (most && !web_allow("kiosk", h->code, most)) {
    web_error_page(rq, rs, 429);
    return;
  }
  str code = web_field(rq, "kode");
  enum err e = code.n ? office_queue_check_in(c, h, code, true, &t, &new) : E_NOTFOUND;
  if (code.n && (e == E_OK || c->fault_count)) {
    if (e == E_OK) took(rq, rs, h, &t, new);
    else show(rq, rs, h, fault_text(c, &c->faults[0]), web_status_of(e));
    return;
  }
  e = code.n ? pickup_of(rq, h, &take, &problem) : E_OK;
  if (e != E_OK && e != E_IO && e != E_BUG) {
    show(rq, rs, h, problem, 422);
    return;
  }
  if (e == E_OK) e = office_queue_take(c, &take, &t, &new);
  if (e == E_OK) took(rq, rs, h, &t, new);
  else if (e == E_RULE && line && strcmp(c->faults[0].code, "urgent_only") == 0) ask_reason(rq, rs, h, line);
  else if (c->fault_count) show(rq, rs, h, fault_text(c, &c->faults[0]), web_status_of(e));
  else web_error(rq, rs, e);
}

/* ---- the ticket ------------------------------------------------------------------------------------------------------ */

static enum text_key paper_words(const struct hall *h, const struct ticket_place *p) {
  if (str_eq(p->print_state, S("failed"))) return str_eq(p->print_problem, S("paper")) ? T_HALL_KIOSK_PAPER_OUT : T_HALL_KIOSK_PAPER_FAILED;
  return h->printer.n ? T_HALL_KIOSK_PAPER : T_HALL_KIOSK_PHOTO;
}

void hall_kiosk_ticket(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = hall_of(rq, rs);
  struct ticket_place p;
  if (!h) return;
  enum err e = office_queue_place(c, rq->args[1], &p);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  if (hall_wants_json(rq)) {
    json_t *o = json_object();
    json_object_set_new(o, "paper", hall_str(p.print_state));
    json_object_set_new(o, "problem", hall_str(p.print_problem));
    hall_json(rq, rs, 200, o);
    return;
  }
  struct hall_rules rules;
  e = office_hall_rules(c, h, &rules);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  enum text_key priority = hall_priority_key(p.t.priority);
  struct kiosk_ticket_view v = {.url = kiosk_url(c, h),
                                .hall = local(&h->name, c->lang),
                                .number = p.t.number,
                                .line = local(&p.line->name, c->lang),
                                .ahead = hall_ahead_words(c, p.ahead),
                                .wait = hall_wait_words(c, p.wait),
                                .when = text_moment(c->arena, c->lang, p.t.taken_at),
                                .priority = priority ? text_plain(c->lang, priority) : S(""),
                                .qr_url = arena_printf(c->arena, "/antre/t/" STR_FMT "/qr.svg", STR_ARG(rq->args[1])),
                                .paper = paper_words(h, &p),
                                .inside = p.t.invited_at > 0 || !rules.capacity,
                                .existing = str_eq(web_query(rq, "sudah"), S("1")),
                                .print_here = !h->printer.n,
                                .state_url = h->printer.n ? arena_printf(c->arena, "/kios/" STR_FMT "/tiket/" STR_FMT, STR_ARG(h->code), STR_ARG(rq->args[1])) : S(""),
                                .grace = hall_number_words(c, T_HALL_PAPER_GRACE, rules.grace)};
  kiosk_ticket_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- a device comes in ------------------------------------------------------------------------------------------------- */

/* /alat/{token}: opened once on the kiosk, the board, the guard's phone; from then on it needs no password. */
void hall_device_open(struct web_request *rq, struct http_response *rs) {
  static const char *const pages[DEVICES] = {[DEVICE_KIOSK] = "/kios/", [DEVICE_BOARD] = "/papan/", [DEVICE_DOOR] = "/pintu/"};
  struct device d;
  if (!web_allow("device", rq->http->peer, 20) || office_device(&rq->c, rq->args[0], &d) != E_OK) {
    web_error_page(rq, rs, 404);
    return;
  }
  bool https = str_starts(rq->c.office->config->public_url, S("https:"));
  web_redirect(rq, rs, arena_printf(rq->c.arena, "%s" STR_FMT "%s", pages[d.kind], STR_ARG(d.hall), d.kind == DEVICE_BOARD ? "?suara=1" : ""));
  http_set_header(rs, "Set-Cookie", arena_printf(rq->c.arena, "loket_device=" STR_FMT "; Path=/; HttpOnly; SameSite=Strict; Max-Age=315360000%s",
                                                 STR_ARG(rq->args[0]), https ? "; Secure" : ""));
}
