/* /petugas/profil: an officer's own account. A password of his own, and where he is logged in. */
#include "web/officer.h"

#define TRIES_PER_MINUTE 10

static void show(struct web_request *rq, struct http_response *rs, int status, str notice) {
  struct ctx *c = &rq->c;
  struct session_row *rows;
  struct profile_view v = {.errors = officer_errors(c), .name = rq->session.actor.name, .login = rq->session.login, .notice = notice};
  enum err e = staff_sessions(c, &rq->session, &rows, &v.session_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct session_line *lines = arena_array(c->arena, struct session_line, v.session_count);
  for (size_t i = 0; i < v.session_count; i++)
    lines[i] = (struct session_line){officer_when(c, rows[i].since), officer_when(c, rows[i].seen), rows[i].this_one};
  v.sessions = lines;
  profile_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_profile(struct web_request *rq, struct http_response *rs) {
  static const struct {
    const char *did;
    enum text_key says;
  } notices[] = {{"sandi", T_OFFICER_PROFILE_CHANGED}, {"keluar", T_OFFICER_PROFILE_ENDED}};
  str did = web_query(rq, "kabar"), notice = S("");
  for (size_t i = 0; i < COUNT(notices); i++)
    if (str_is(did, notices[i].did)) notice = text_plain(rq->c.lang, notices[i].says);
  show(rq, rs, 200, notice);
}

/* Not web_field: a password may begin or end with a blank. */
static enum err change_password(struct web_request *rq) {
  str password = field_get(&rq->form, S("password")), wanted = field_get(&rq->form, S("wanted"));
  if (!password.n) (void)ctx_fail(&rq->c, E_INPUT, T_OFFICER_PROFILE_TODAY_EMPTY, "missing", S("password"));
  if (!wanted.n) (void)ctx_fail(&rq->c, E_INPUT, T_OFFICER_PROFILE_WANTED_EMPTY, "missing", S("wanted"));
  if (rq->c.fault_count) return E_INPUT;
  if (!web_allow("password", rq->session.login, TRIES_PER_MINUTE))
    return ctx_fail_arg(&rq->c, E_LIMIT, T_OFFICE_LOGIN_LOCKED, "too_many", S("password"), "minutes", S("1"));
  return staff_password(&rq->c, &rq->session, password, wanted);
}

void officer_profile_do(struct web_request *rq, struct http_response *rs) {
  bool leave = str_eq(web_field(rq, "do"), S("keluar"));
  enum err e = leave ? staff_end_others(&rq->c, &rq->session) : change_password(rq);
  if (e == E_OK) web_redirect(rq, rs, leave ? S("/petugas/profil?kabar=keluar") : S("/petugas/profil?kabar=sandi"));
  else if (rq->c.fault_count) show(rq, rs, e == E_LIMIT ? 429 : 422, S(""));
  else web_error(rq, rs, e);
}
