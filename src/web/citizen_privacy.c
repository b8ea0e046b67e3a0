/* A citizen asks to see, correct or erase his data, from his status page. */
#include "web/citizen.h"
#include "web/inputs.h"
#include "web/privacy.h"

static void fill_inputs(struct web_request *rq, struct privacy_mine_view *v) {
  static const char *const kinds[] = {"see", "correct", "erase"};
  struct ctx *c = &rq->c;
  const struct form_field fields[] = {
      {.code = S("kind"), .kind = FIELD_CHOICE, .label = privacy_label(c, T_PRIVACY_MINE_WHAT), .choices = privacy_choices(c, "mine", kinds, COUNT(kinds)),
       .choice_count = COUNT(kinds)},
      {.code = S("asked"), .kind = FIELD_LONG, .optional = true, .label = privacy_label(c, T_PRIVACY_MINE_WORDS),
       .help = privacy_label(c, T_PRIVACY_MINE_WORDS_HELP)},
  };
  struct form_input *inputs = arena_array(c->arena, struct form_input, COUNT(fields));
  for (size_t i = 0; i < COUNT(fields); i++) inputs[i] = input_of(rq, &fields[i], S("{}"));
  v->inputs = inputs;
  v->input_count = COUNT(fields);
}

static void show(struct web_request *rq, struct http_response *rs, const struct file_whole *w, enum err why) {
  struct ctx *c = &rq->c;
  struct request_list requests;
  struct privacy_mine_view v = {.number = w->f.number, .errors = citizen_errors(c)};
  enum err e = requests_of(c, w->f.id, &requests);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.status_url = arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(rq->args[0]));
  v.url = arena_printf(c->arena, STR_FMT "/data", STR_ARG(v.status_url));
  v.requests = privacy_lines(c, &requests);
  v.request_count = requests.n;
  fill_inputs(rq, &v);
  if (str_eq(web_query(rq, "kabar"), S("diterima"))) v.saved = text_plain(c->lang, T_PRIVACY_MINE_SENT);
  privacy_mine_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

/* Answers in its place when there is no such page. */
static bool open_file(struct web_request *rq, struct http_response *rs, struct file_whole *w) {
  citizen_personal(rs);
  enum err e = office_status(&rq->c, rq->args[0], w);
  if (e == E_NOTFOUND) citizen_unknown_token(rq, rs);
  else if (e != E_OK) web_error(rq, rs, e);
  return e == E_OK;
}

void citizen_rights(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  if (open_file(rq, rs, &w)) show(rq, rs, &w, E_OK);
}

void citizen_rights_ask(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  enum data_request_kind kind;
  i64 id;
  if (!open_file(rq, rs, &w)) return;
  enum err e = data_request_parse(web_field(rq, "kind"), &kind) ? E_OK : ctx_fail(c, E_INPUT, T_PRIVACY_CHOOSE_KIND, "missing", S("kind"));
  if (e == E_OK) e = request_add(c, w.f.number, kind, REQUEST_STATUS, web_field(rq, "asked"), &id);
  if (e != E_OK) show(rq, rs, &w, e);
  else web_redirect(rq, rs, arena_printf(c->arena, "/s/" STR_FMT "/data?kabar=diterima", STR_ARG(rq->args[0])));
}
