/* /masuk: a phone number is proved once, then this browser is known. No account, no password. */
#include "domain/identity.h"
#include "web/citizen_visit.h"

#define COOKIE "loket_warga"
#define BACK "loket_kembali"
#define COOKIE_LIFE (14 * 86400)
#define BACK_LIFE 1800
#define ASKS_OF_A_PEER 60 /* a minute; a whole village may stand behind one address */
#define TRIES_OF_A_PEER 120

/* ---- the browser ------------------------------------------------------------------------------------- */

void citizen_set_cookie(struct web_request *rq, struct http_response *rs, const char *name, str value, int seconds) {
  bool secure = str_starts(rq->c.office->config->public_url, S("https://"));
  http_set_header(rs, "Set-Cookie",
                  arena_printf(rq->c.arena, "%s=" STR_FMT "; Path=/; Max-Age=%d; SameSite=Lax; HttpOnly%s", name, STR_ARG(value), seconds,
                               secure ? "; Secure" : ""));
}

bool citizen_visit(struct web_request *rq, struct visit *ret) {
  str cookie = http_cookie(rq->http, S(COOKIE));
  return cookie.n && visit_open(&rq->c, cookie, ret) == E_OK;
}

bool citizen_owns(struct web_request *rq, const struct application *f) {
  struct visit v;
  return citizen_visit(rq, &v) && ((v.contact && v.contact == f->contact) || (f->phone.n && str_eq(v.phone, f->phone)));
}

void citizen_enter_first(struct web_request *rq, struct http_response *rs, str back) {
  web_redirect(rq, rs, S("/masuk"));
  citizen_set_cookie(rq, rs, BACK, back, BACK_LIFE);
}

/* Only to a page of a file; anything else somebody put there leads nowhere. */
static str way_back(const struct web_request *rq) {
  str to = http_cookie(rq->http, S(BACK));
  bool ours = to.n > 3 && to.n < 120 && (str_starts(to, S("/s/")) || str_starts(to, S("/p/")));
  for (size_t i = 0; ours && i < to.n; i++) {
    char ch = to.p[i];
    ours = ch == '/' || ch == '-' || ch == '_' || (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
  }
  return ours ? to : S("");
}

/* ---- what he was about to begin: "special:no,late:no" ----------------------------------------------------- */

static void beginning_of(const struct web_request *rq, str service, str answers, struct beginning *ret) {
  const struct service *s = service.n ? catalogue_find(&rq->c.office->catalogue, service) : NULL;
  str pair, question;
  *ret = (struct beginning){.service = s && !s->in_person ? s : NULL, .answers = answers_none()};
  while (ret->service && str_cut(&answers, ',', &pair))
    if (str_cut(&pair, ':', &question) && answers_set(s, &ret->answers, question, pair) != E_OK) continue; /* of old rules */
}

/* ---- phone ------------------------------------------------------------------------------------------------- */

static void phone_show(struct web_request *rq, struct http_response *rs, str untuk, str jawab, int status) {
  struct ctx *c = &rq->c;
  struct beginning b;
  beginning_of(rq, untuk, jawab, &b);
  struct phone_view v = {.errors = citizen_errors(c),
                         .phone = web_field(rq, "phone"),
                         .service = b.service ? local(&b.service->label, c->lang) : S(""),
                         .untuk = b.service ? untuk : S(""),
                         .jawab = b.service ? jawab : S(""),
                         .whatsapp = c->office->config->whatsapp.number_count > 0};
  phone_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_enter(struct web_request *rq, struct http_response *rs) {
  citizen_personal(rs);
  phone_show(rq, rs, web_query(rq, "untuk"), web_query(rq, "jawab"), 200);
}

static void to_code(struct web_request *rq, struct http_response *rs, str token) {
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/masuk/" STR_FMT, STR_ARG(token)));
}

void citizen_enter_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct beginning b;
  str token, untuk = web_field(rq, "untuk"), jawab = web_field(rq, "jawab");
  citizen_personal(rs);
  if (!web_allow("code-peer", rq->http->peer, ASKS_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  beginning_of(rq, untuk, jawab, &b);
  enum err e = visit_ask(c, web_field(rq, "phone"), !str_eq(web_field(rq, "how"), S("petugas")), &b, &token);
  if (e == E_OK)
    to_code(rq, rs, token);
  else if (c->fault_count)
    phone_show(rq, rs, untuk, jawab, e == E_LIMIT ? 429 : 422);
  else
    web_error(rq, rs, e);
}

/* ---- code ---------------------------------------------------------------------------------------------------- */

static void code_show(struct web_request *rq, struct http_response *rs, int status) {
  struct ctx *c = &rq->c;
  struct visit_asked a;
  enum err e = visit_asked(c, rq->args[0], &a);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
    return;
  }
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  bool whatsapp = c->office->config->whatsapp.number_count > 0;
  for (size_t i = 0; !a.open && i < c->fault_count; i++) c->faults[i].field = S(""); /* the field is not there any more */
  struct code_view v = {.token = rq->args[0], .errors = citizen_errors(c), .phone = a.phone, .sent = a.sent, .open = a.open,
                        .whatsapp = whatsapp, .phone_url = whatsapp && c->office->config->demo ? citizen_chat_url(c, 0, S("")) : S("")};
  code_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_code(struct web_request *rq, struct http_response *rs) {
  citizen_personal(rs);
  code_show(rq, rs, 200);
}

void citizen_code_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct application *draft = arena_new_of(c->arena, struct application);
  str cookie, back = way_back(rq);
  citizen_personal(rs);
  if (!web_allow("code-try", rq->http->peer, TRIES_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = visit_prove(c, rq->args[0], web_field(rq, "code"), &cookie, draft);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
  } else if (e != E_OK && c->fault_count) {
    code_show(rq, rs, 422);
  } else if (e != E_OK) {
    web_error(rq, rs, e);
  } else {
    struct next_step next = draft->id ? citizen_next(rq, draft, S("")) : (struct next_step){.url = back.n ? back : S("/saya")};
    web_redirect(rq, rs, next.url);
    citizen_set_cookie(rq, rs, COOKIE, cookie, COOKIE_LIFE);
    if (back.n) citizen_set_cookie(rq, rs, BACK, S(""), 0);
  }
}

void citizen_code_again(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  str token;
  citizen_personal(rs);
  enum err e = web_allow("code-peer", rq->http->peer, ASKS_OF_A_PEER) ? visit_ask_again(c, rq->args[0], &token) : E_LIMIT;
  if (e == E_OK)
    to_code(rq, rs, token);
  else if (e == E_NOTFOUND)
    citizen_unknown_token(rq, rs);
  else if (c->fault_count)
    code_show(rq, rs, 429);
  else
    web_error_page(rq, rs, web_status_of(e));
}

/* ---- leaving -------------------------------------------------------------------------------------------------------- */

void citizen_leave(struct web_request *rq, struct http_response *rs) {
  str cookie = http_cookie(rq->http, S(COOKIE));
  if (cookie.n && visit_end(&rq->c, cookie) != E_OK) log_line(LOG_WARN, "visit", "not ended");
  web_redirect(rq, rs, S("/"));
  citizen_set_cookie(rq, rs, COOKIE, S(""), 0);
}
