/* The questions that tell the situations of a service apart: before a draft is begun, and when they change in it. */
#include "domain/conversation.h"
#include "web/citizen_visit.h"

#define STARTS_OF_A_PEER 60
#define UNKNOWN S("?") /* "I do not know": the usual choice counts */

/* ---- what was answered ---------------------------------------------------------------------------------- */

static bool was_asked(const struct web_request *rq, str code) {
  for (size_t i = 0; i < rq->form.n; i++)
    if (str_eq(rq->form.at[i].name, S("asked")) && str_eq(rq->form.at[i].value, code)) return true;
  return false;
}

static str said(const struct web_request *rq, str code) {
  str v = field_get(&rq->form, code);
  return v.p ? str_trim(v) : S("");
}

/* Takes the answers in the order of the questions; what no longer applies is as if not said. */
static struct answers answers_said(const struct web_request *rq, const struct service *s) {
  struct answers a = answers_none();
  for (size_t i = 0; i < s->question_count; i++) {
    str choice = said(rq, s->questions[i].code);
    if (!choice.n || !condition_holds(s, &s->questions[i].when, &a)) continue;
    if (str_eq(choice, UNKNOWN)) a.choice[i] = (u8)s->questions[i].usual;
    else if (answers_set(s, &a, s->questions[i].code, choice) != E_OK) continue;
  }
  return a;
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

struct asking {
  const struct service *s;
  struct answers answers;
  str action, back_url;
  bool first, sent;
};

static bool unknown_fits(const struct service *s) {
  for (size_t i = 0; i < s->question_count; i++)
    if (chat_offers_unknown(&s->questions[i])) return true;
  return false;
}

static struct choice_question question_shown(struct ctx *c, const struct asking *a, size_t at, bool missing) {
  const struct question *q = &a->s->questions[at];
  struct option *options = arena_array(c->arena, struct option, q->choice_count + 1);
  for (size_t k = 0; k < q->choice_count; k++)
    options[k] = (struct option){.value = q->choices[k].code,
                                 .label = local(&q->choices[k].label, c->lang),
                                 .help = local(&q->choices[k].help, c->lang),
                                 .chosen = a->answers.choice[at] == k};
  return (struct choice_question){.code = q->code,
                                  .ask = local(&q->ask, c->lang),
                                  .help = local(&q->help, c->lang),
                                  .options = options,
                                  .option_count = q->choice_count,
                                  .error = missing ? text_plain(c->lang, T_PORTAL_START_CHOOSE) : S("")};
}

/* Which questions stand on the page: at first all that apply, afterwards those that were left out or became due. */
static void show(struct web_request *rq, struct http_response *rs, const struct asking *a, int status) {
  struct ctx *c = &rq->c;
  const struct service *s = a->s;
  struct choice_question *list = arena_array(c->arena, struct choice_question, s->question_count + 1);
  struct option *earlier = arena_array(c->arena, struct option, s->question_count + 1);
  struct start_view v = {.action = a->action, .back_url = a->back_url, .service = local(&s->label, c->lang), .questions = list,
                         .earlier = earlier, .unknown = unknown_fits(s), .first = a->first && !a->sent, .errors = citizen_errors(c)};
  for (size_t i = 0; i < s->question_count; i++) {
    if (!condition_holds(s, &s->questions[i].when, &a->answers)) continue;
    bool answered = a->answers.choice[i] != UNANSWERED, missing = a->sent && !answered && was_asked(rq, s->questions[i].code);
    if (a->sent && answered)
      earlier[v.earlier_count++] = (struct option){.value = s->questions[i].code, .label = s->questions[i].choices[a->answers.choice[i]].code};
    else
      list[v.question_count++] = question_shown(c, a, i, missing);
  }
  start_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* Whether everything that applies is answered; else the page again, with what is open. */
static bool complete(struct web_request *rq, struct http_response *rs, struct asking *a) {
  struct ctx *c = &rq->c;
  bool open = false;
  a->sent = true;
  a->answers = answers_said(rq, a->s);
  for (size_t i = 0; i < a->s->question_count; i++) {
    const struct question *q = &a->s->questions[i];
    if (a->answers.choice[i] != UNANSWERED || !condition_holds(a->s, &q->when, &a->answers)) continue;
    open = true;
    if (was_asked(rq, q->code)) (void)ctx_fail(c, E_INPUT, T_PORTAL_START_CHOOSE, "missing", q->code);
  }
  if (open) show(rq, rs, a, c->fault_count ? 422 : 200);
  return !open;
}

/* ---- /layanan/{code}/mulai -------------------------------------------------------------------------------------- */

static bool asked_service(struct web_request *rq, struct http_response *rs, struct asking *ret) {
  struct ctx *c = &rq->c;
  const struct service *s = catalogue_find(&c->office->catalogue, rq->args[0]);
  if (!s) {
    web_error_page(rq, rs, 404);
    return false;
  }
  *ret = (struct asking){.s = s, .answers = answers_none(), .first = true,
                         .action = arena_printf(c->arena, "/layanan/" STR_FMT "/mulai", STR_ARG(s->code)),
                         .back_url = arena_printf(c->arena, "/layanan/" STR_FMT, STR_ARG(s->code))};
  if (s->in_person) web_redirect(rq, rs, ret->back_url);
  return !s->in_person;
}

static str answers_listed(struct ctx *c, const struct service *s, const struct answers *a) {
  struct buf b = buf_new(c->arena, 4096);
  for (size_t i = 0; i < s->question_count; i++)
    if (a->choice[i] != UNANSWERED)
      buf_printf(&b, "%s" STR_FMT ":" STR_FMT, b.n ? "," : "", STR_ARG(s->questions[i].code), STR_ARG(s->questions[i].choices[a->choice[i]].code));
  return buf_str(&b);
}

static void begin(struct web_request *rq, struct http_response *rs, const struct service *s, const struct answers *a) {
  struct ctx *c = &rq->c;
  struct visit visit;
  struct application *f = arena_new_of(c->arena, struct application);
  if (!citizen_visit(rq, &visit)) {
    str listed = percent_encode(c->arena, answers_listed(c, s, a));
    web_redirect(rq, rs, arena_printf(c->arena, "/masuk?untuk=" STR_FMT "&jawab=" STR_FMT, STR_ARG(s->code), STR_ARG(listed)));
    return;
  }
  enum err e = portal_begin(c, &visit, s, a, f);
  if (e == E_OK) web_redirect(rq, rs, citizen_next(rq, f, S("")).url);
  else web_error(rq, rs, e);
}

void citizen_start(struct web_request *rq, struct http_response *rs) {
  struct asking a;
  if (!asked_service(rq, rs, &a)) return;
  if (a.s->question_count) show(rq, rs, &a, 200);
  else begin(rq, rs, a.s, &a.answers);
}

void citizen_start_do(struct web_request *rq, struct http_response *rs) {
  struct asking a;
  if (!asked_service(rq, rs, &a)) return;
  if (!web_allow("start-peer", rq->http->peer, STARTS_OF_A_PEER)) web_error_page(rq, rs, 429);
  else if (complete(rq, rs, &a)) begin(rq, rs, a.s, &a.answers);
}

/* ---- /p/{token}/mulai: the situation of a draft is another one --------------------------------------------------- */

static bool asked_draft(struct web_request *rq, struct http_response *rs, struct asking *ret) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!citizen_draft_open(rq, rs, false, p)) return false;
  *ret = (struct asking){.s = p->f.service, .answers = p->f.answers, .action = citizen_draft_url(&rq->c, rq->args[0], "/mulai"),
                         .back_url = citizen_draft_url(&rq->c, rq->args[0], "")};
  return true;
}

void citizen_restart(struct web_request *rq, struct http_response *rs) {
  struct asking a;
  if (!asked_draft(rq, rs, &a)) return;
  if (a.s->question_count) show(rq, rs, &a, 200);
  else web_redirect(rq, rs, a.back_url);
}

void citizen_restart_do(struct web_request *rq, struct http_response *rs) {
  struct application *f = arena_new_of(rq->c.arena, struct application);
  struct asking a;
  if (!asked_draft(rq, rs, &a) || !complete(rq, rs, &a)) return;
  enum err e = portal_answers(&rq->c, rq->args[0], &a.answers, f);
  if (e == E_OK) web_redirect(rq, rs, arena_printf(rq->c.arena, STR_FMT "?simpan=jawaban", STR_ARG(a.back_url)));
  else citizen_draft_failed(rq, rs, e);
}
