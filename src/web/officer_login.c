/* /petugas/masuk, and the code of whoever has a second factor; /petugas/keluar */
#include "web/officer.h"

#define LOGINS_PER_MINUTE 30 /* of one address: a whole office may stand behind it */

/* Only pages of officers: a link may not send somebody elsewhere after the login. */
static str safe_next(str path) {
  bool ours = str_eq(path, S("/petugas")) || str_starts(path, S("/petugas/")) || str_starts(path, S("/petugas?")) || str_eq(path, S("/loket")) || str_starts(path, S("/loket/"));
  for (size_t i = 0; i < path.n; i++) ours &= path.p[i] > ' ' && path.p[i] < 127 && path.p[i] != '\\';
  return ours && path.n < 300 && !str_starts(path, S("/petugas/masuk")) ? path : S("/petugas");
}

/* An administrator who wears no other hat has no work list: his page is the room. */
static str first_page(const struct web_request *rq, const struct session *s, str next) {
  bool no_files = s->actor.role == ROLE_ADMIN && rq->c.office->config->rules.separate_handover;
  return no_files && str_eq(next, S("/petugas")) ? S("/petugas/ruang") : next;
}

static void set_cookie(struct web_request *rq, struct http_response *rs, str token, moment life) {
  bool https = str_starts(rq->c.office->config->public_url, S("https:"));
  http_set_header(rs, "Set-Cookie",
                  arena_printf(rq->c.arena, "loket_session=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
                               STR_ARG(token), (long long)(life / SECONDS(1)), https ? "; Secure" : ""));
}

static void show(struct web_request *rq, struct http_response *rs, int status, struct login_view v) {
  login_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_login_form(struct web_request *rq, struct http_response *rs) {
  str token = http_cookie(rq->http, S("loket_session")), next = safe_next(web_query(rq, "ke"));
  struct session s;
  if (token.n && staff_session(&rq->c, token, &s) == E_OK) {
    web_redirect(rq, rs, next);
    return;
  }
  str notice = token.n && web_query(rq, "ke").n ? text_plain(rq->c.lang, T_DESK_SESSION_OVER) : S("");
  show(rq, rs, 200, (struct login_view){.next = next, .notice = notice});
}

static enum err may_log_in(struct web_request *rq, str field) {
  return officer_may_try(rq, "login", rq->http->peer, LOGINS_PER_MINUTE, field);
}

static str code_address(struct web_request *rq, str next) {
  return arena_printf(rq->c.arena, "/petugas/masuk/kode?ke=" STR_FMT, STR_ARG(percent_encode(rq->c.arena, next)));
}

void officer_login(struct web_request *rq, struct http_response *rs) {
  str login = web_field(rq, "login"), password = field_get(&rq->form, S("password")),
      next = safe_next(web_field(rq, "next")), token;
  struct session s;
  bool typed = login.n && password.n;
  enum err e = typed ? may_log_in(rq, STR_NONE) : ctx_fail(&rq->c, E_INPUT, T_DESK_LOGIN_EMPTY, "missing", STR_NONE);
  if (e == E_OK) e = staff_login(&rq->c, login, password, &token, &s);
  if (e == E_OK) {
    web_redirect(rq, rs, s.needs_code ? code_address(rq, next) : first_page(rq, &s, next));
    set_cookie(rq, rs, token, s.needs_code ? CODE_LIFE : SESSION_LIFE);
    return;
  }
  if (!rq->c.fault_count) {
    web_error(rq, rs, e);
    return;
  }
  struct field_error one = {S(""), officer_fault(rq, e)};
  show(rq, rs, web_status_of(e), (struct login_view){.errors = {&one, 1}, .login = login, .next = next});
}

static void show_code(struct web_request *rq, struct http_response *rs, int status, str next) {
  struct login_code_view v = {.errors = officer_errors(&rq->c), .next = next};
  login_code_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_login_code(struct web_request *rq, struct http_response *rs) {
  str next = safe_next(web_query(rq, "ke"));
  if (http_cookie(rq->http, S("loket_session")).n) show_code(rq, rs, 200, next);
  else web_redirect(rq, rs, S("/petugas/masuk"));
}

void officer_login_code_do(struct web_request *rq, struct http_response *rs) {
  str token = http_cookie(rq->http, S("loket_session")), code = web_field(rq, "code"), next = safe_next(web_field(rq, "next"));
  struct session s;
  enum err e = code.n ? may_log_in(rq, S("code")) : ctx_fail(&rq->c, E_INPUT, T_OFFICER_CODE_EMPTY, "missing", S("code"));
  if (e == E_OK) e = staff_code(&rq->c, token, code, &s);
  if (e == E_OK) {
    web_redirect(rq, rs, first_page(rq, &s, next));
    set_cookie(rq, rs, token, SESSION_LIFE);
  } else if (rq->c.fault_count) {
    show_code(rq, rs, web_status_of(e), next);
  } else if (e == E_DENIED) { /* it took him too long */
    web_redirect(rq, rs, S("/petugas/masuk"));
    set_cookie(rq, rs, S(""), 0);
  } else {
    web_error(rq, rs, e);
  }
}

void officer_logout(struct web_request *rq, struct http_response *rs) {
  enum err e = staff_logout(&rq->c, &rq->session);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  web_redirect(rq, rs, S("/petugas/masuk"));
  set_cookie(rq, rs, S(""), 0);
}
