/* /skm/{token}: the survey of satisfaction on a page; and the way to it from the status page. */
#include "office/skm.h"
#include "web/citizen.h"
#include "web/pages/skm_views.h"

static str text_of_code(struct ctx *c, const char *family, const char *code, const char *tail) {
  return text_plain(c->lang, text_key_find(arena_printf(c->arena, "skm.%s.%s%s", family, code, tail)));
}

static struct skm_question question_of(struct web_request *rq, enum skm_element e) {
  static const char *const tails[4] = {".1", ".2", ".3", ".4"};
  struct ctx *c = &rq->c;
  struct skm_question q = {.name = str_of(skm_code(e)), .element = text_of_code(c, "element", skm_code(e), ""),
                           .ask = text_of_code(c, "ask", skm_code(e), "")};
  for (int i = 0; i < 4; i++) q.scale[i] = text_of_code(c, "scale", skm_code(e), tails[i]);
  i64 score = web_int(rq, skm_code(e));
  q.chosen = score >= 1 && score <= 4 ? (int)score : 0;
  return q;
}

static struct skm_group_view *groups_of(struct web_request *rq) {
  struct ctx *c = &rq->c;
  struct skm_group_view *list = arena_array(c->arena, struct skm_group_view, SKM_GROUPS);
  for (size_t i = 0; i < SKM_GROUPS; i++) {
    const struct skm_group *g = &skm_groups[i];
    struct option *options = arena_array(c->arena, struct option, COUNT(g->codes));
    size_t n = 0;
    for (; n < COUNT(g->codes) && g->codes[n]; n++)
      options[n] = (struct option){.value = str_of(g->codes[n]), .label = text_of_code(c, g->name, g->codes[n], ""),
                                   .chosen = str_is(web_field(rq, g->name), g->codes[n])};
    enum text_key label = text_key_find(arena_printf(c->arena, "skm.%s", g->name));
    list[i] = (struct skm_group_view){str_of(g->name), text_plain(c->lang, label), options, n};
  }
  return list;
}

static void show(struct web_request *rq, struct http_response *rs, const struct skm_invite *i, int status) {
  const struct service *s = catalogue_find(&rq->c.office->catalogue, i->service);
  struct skm_view v = {.token = rq->args[0], .service = s ? local(&s->label, rq->c.lang) : i->service, .groups = groups_of(rq),
                       .group_count = SKM_GROUPS, .remark = web_field(rq, "remark"), .errors = citizen_errors(&rq->c)};
  for (int e = 0; e < SKM_ELEMENTS; e++) v.questions[e] = question_of(rq, (enum skm_element)e);
  skm_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static void show_end(struct web_request *rq, struct http_response *rs, bool done, int status) {
  struct skm_end_view v = {done};
  skm_end_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* Guessing a link is as hard as guessing any other, and as slow. */
#define MISSES_PER_MINUTE 20
static void over(struct web_request *rq, struct http_response *rs) {
  if (!web_allow("skm", rq->http->peer, MISSES_PER_MINUTE)) web_error_page(rq, rs, 429);
  else show_end(rq, rs, false, 404);
}

void citizen_skm(struct web_request *rq, struct http_response *rs) {
  struct skm_invite i;
  citizen_personal(rs);
  enum err e = skm_look(&rq->c, rq->args[0], &i);
  if (e == E_NOTFOUND) over(rq, rs);
  else if (e != E_OK) web_error(rq, rs, e);
  else show(rq, rs, &i, 200);
}

void citizen_skm_send(struct web_request *rq, struct http_response *rs) {
  struct skm_invite i;
  struct skm_answers a = {.sex = web_field(rq, "sex"), .age = web_field(rq, "age"), .education = web_field(rq, "education"),
                          .job = web_field(rq, "job"), .remark = web_field(rq, "remark"), .channel = "page"};
  citizen_personal(rs);
  for (int e = 0; e < SKM_ELEMENTS; e++) a.scores.of[e] = question_of(rq, (enum skm_element)e).chosen;
  enum err e = skm_look(&rq->c, rq->args[0], &i);
  if (e == E_OK) e = skm_answer(&rq->c, rq->args[0], &a);
  if (e == E_OK) web_redirect(rq, rs, S("/skm/selesai/terima-kasih"));
  else if (e == E_NOTFOUND || e == E_CONFLICT) over(rq, rs);
  else if (e == E_INPUT) show(rq, rs, &i, 422);
  else web_error(rq, rs, e);
}

void citizen_skm_done(struct web_request *rq, struct http_response *rs) { show_end(rq, rs, true, 200); }

void citizen_skm_take(struct web_request *rq, struct http_response *rs) {
  str token;
  citizen_personal(rs);
  enum err e = skm_take(&rq->c, rq->args[0], &token);
  if (e == E_OK) web_redirect(rq, rs, arena_printf(rq->c.arena, "/skm/" STR_FMT, STR_ARG(token)));
  else if (e == E_NOTFOUND) over(rq, rs);
  else web_error(rq, rs, e);
}
