/* /petugas/profil: an officer's own account. A password of his own, the second factor, and where he is logged in. */
#include "web/officer.h"

#define TRIES_PER_MINUTE 10

static void show(struct web_request *rq, struct http_response *rs, int status, str notice, bool installing) {
  struct ctx *c = &rq->c;
  struct session_row *rows;
  struct second_factor factor = {0};
  struct profile_view v = {.errors = officer_errors(c), .name = rq->session.actor.name, .login = rq->session.login, .notice = notice};
  enum err e = staff_sessions(c, &rq->session, &rows, &v.session_count);
  if (e == E_OK) e = staff_factor(c, &rq->session, &factor);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct session_line *lines = arena_array(c->arena, struct session_line, v.session_count);
  for (size_t i = 0; i < v.session_count; i++)
    lines[i] = (struct session_line){officer_when(c, rows[i].since), officer_when(c, rows[i].seen), rows[i].this_one};
  v.sessions = lines;
  v.factor_on = factor.on;
  v.factor_owed = staff_owes_factor(c, &rq->session);
  v.factor_key = installing ? factor.key : S("");
  profile_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_profile(struct web_request *rq, struct http_response *rs) {
  show(rq, rs, 200, officer_notice(rq), web_query(rq, "pasang").n > 0);
}

void officer_profile_qr(struct web_request *rq, struct http_response *rs) {
  struct second_factor factor;
  enum err e = staff_factor(&rq->c, &rq->session, &factor);
  if (e != E_OK) web_error(rq, rs, e);
  else if (!factor.uri.n) web_error_page(rq, rs, 404);
  else web_qr(rq, rs, factor.uri, false);
}

/* Not web_field: a password may begin or end with a blank. */
static enum err change_password(struct web_request *rq) {
  str password = field_get(&rq->form, S("password")), wanted = field_get(&rq->form, S("wanted"));
  if (!password.n) (void)ctx_fail(&rq->c, E_INPUT, T_OFFICER_PROFILE_TODAY_EMPTY, "missing", S("password"));
  if (!wanted.n) (void)ctx_fail(&rq->c, E_INPUT, T_OFFICER_PROFILE_WANTED_EMPTY, "missing", S("wanted"));
  else if (wanted.n < MIN_PASSWORD) (void)ctx_fail(&rq->c, E_INPUT, T_OFFICE_PASSWORD_SHORT, "password_short", S("wanted"));
  if (rq->c.fault_count) return E_INPUT;
  TRY(officer_may_try(rq, "password", rq->session.login, TRIES_PER_MINUTE, S("password")));
  return staff_password(&rq->c, &rq->session, password, wanted);
}

static enum err end_others(struct web_request *rq) { return staff_end_others(&rq->c, &rq->session); }
static enum err factor_start(struct web_request *rq) { return staff_factor_start(&rq->c, &rq->session); }

static enum err with_code(struct web_request *rq, enum err (*step)(struct ctx *, const struct session *, str)) {
  str code = web_field(rq, "code");
  return code.n ? step(&rq->c, &rq->session, code) : ctx_fail(&rq->c, E_INPUT, T_OFFICER_CODE_EMPTY, "missing", S("code"));
}
static enum err factor_confirm(struct web_request *rq) { return with_code(rq, staff_factor_confirm); }
static enum err factor_stop(struct web_request *rq) { return with_code(rq, staff_factor_stop); }

void officer_profile_do(struct web_request *rq, struct http_response *rs) {
  static const struct {
    const char *what;
    enum err (*does)(struct web_request *);
    const char *then;
  } steps[] = {{"sandi", change_password, "/petugas/profil?kabar=sandi_baru"}, {"keluar", end_others, "/petugas/profil?kabar=keluar_lain"},
               {"pasang", factor_start, "/petugas/profil?pasang=ya#kode-kedua"}, {"pastikan", factor_confirm, "/petugas/profil?kabar=kode_aktif"},
               {"lepas", factor_stop, "/petugas/profil?kabar=kode_lepas"}};
  str what = web_field(rq, "do");
  const char *then = "";
  enum err e = E_INPUT;
  for (size_t i = 0; i < COUNT(steps); i++)
    if (str_is(what, steps[i].what)) e = steps[i].does(rq), then = steps[i].then;
  if (e == E_OK) web_redirect(rq, rs, str_of(then));
  else if (rq->c.fault_count) show(rq, rs, e == E_LIMIT ? 429 : 422, S(""), str_eq(what, S("pastikan")));
  else web_error(rq, rs, e);
}
