/* POST /api/v1/applications: a whole application, with its papers or without. Later papers too. */
#include "base/limits.h"
#include "office/json.h"
#include "web/api/api.h"

#define MAX_CODE 100

/* ---- reading the application --------------------------------------------------------------------------- */

static const struct service *read_service(struct object o) {
  const struct catalogue *all = &o.c->office->catalogue;
  str code = api_text(o, "service", MAX_CODE);
  const struct service *s = catalogue_find(all, code);
  if (s) return s;
  if (!code.n) {
    (void)api_fail(o, "service", T_API_NEEDED, "missing");
    return NULL;
  }
  str *codes = arena_array(o.c->arena, str, all->n + 1);
  for (size_t i = 0; i < all->n; i++) codes[i] = all->services[i].code;
  str near = nearest_name(code, codes, all->n);
  (void)api_fail(o, "service", T_API_UNKNOWN_SERVICE, "unknown_service");
  struct fault *f = &o.c->faults[o.c->fault_count - 1];
  f->args[0] = (struct text_arg){"near", near.p ? near : codes[0]};
  f->args[1] = (struct text_arg){"known", api_words(o.c->arena, codes, all->n)};
  f->arg_count = 2;
  return NULL;
}

enum err api_answer(struct object o, const struct service *s, struct answers *answers, const char *question,
                    str choice) {
  enum err e = answers_set(s, answers, str_of(question), choice);
  if (e == E_OK) return e;
  str words[MAX_QUESTIONS > MAX_CHOICES ? MAX_QUESTIONS : MAX_CHOICES];
  const struct question *q = service_question(s, str_of(question));
  size_t n = q ? q->choice_count : s->question_count;
  for (size_t i = 0; i < n; i++) words[i] = q ? q->choices[i].code : s->questions[i].code;
  str where = arena_printf(o.c->arena, STR_FMT STR_FMT, STR_ARG(o.at), STR_ARG(utf8_cut(str_of(question), 60)));
  return ctx_fail_arg(o.c, E_INPUT, q ? T_OFFICE_UNKNOWN_CHOICE : T_API_UNKNOWN_QUESTION,
                      q ? "unknown_choice" : "unknown_question", where, q ? "choices" : "known",
                      api_words(o.c->arena, words, n));
}

static void read_answers(struct object o, const struct service *s, struct answers *answers) {
  const char *question;
  json_t *v;
  json_object_foreach(o.o, question, v) {
    if (json_is_null(v)) continue;
    str choice = json_is_boolean(v) ? (json_is_true(v) ? S("yes") : S("no")) : api_text(o, question, MAX_CODE);
    if (json_is_boolean(v) || json_is_string(v) || json_is_integer(v))
      (void)api_answer(o, s, answers, question, choice);
    /* anything else is told as "a text is needed" */
  }
}

static enum err read_application(struct ctx *c, str text, struct new_application *n) {
  static const char *const members[] = {"service", "answers", "applicant", "data"}, *const of_applicant[] = {"name",
                                                                                                             "phone"};
  CLEANUP(json_freep) json_t *root = NULL;
  TRY(api_parse(c, text, &root));
  struct object o = {c, root, S("")}, answers = api_object(o, "answers"), applicant = api_object(o, "applicant");
  api_known(o, members, COUNT(members));
  api_known(applicant, of_applicant, COUNT(of_applicant));
  n->service = read_service(o);
  n->answers = answers_none();
  if (n->service) read_answers(answers, n->service, &n->answers);
  n->applicant = api_text(applicant, "name", MAX_FIELD_SIZE);
  n->phone = api_text(applicant, "phone", MAX_CODE);
  if (!n->applicant.n) (void)api_fail(applicant, "name", T_API_NEEDED, "missing");
  if (!n->phone.n) (void)api_fail(applicant, "phone", T_API_NEEDED, "missing");
  json_t *data = api_object(o, "data").o;
  n->data = data ? json_text(c->arena, json_incref(data)) : S("{}");
  return c->fault_count ? E_INPUT : E_OK;
}

/* Text parts: the application, and nothing else. */
static enum err the_json(struct web_request *rq, str *ret) {
  *ret = rq->http->body;
  if (!rq->sending) return E_OK;
  *ret = STR_NONE;
  for (size_t i = 0; i < rq->form.n; i++) {
    const struct field *f = &rq->form.at[i];
    if (str_eq(f->name, S("application")))
      *ret = f->value;
    else
      (void)ctx_fail(&rq->c, E_INPUT, T_API_NOT_A_FILE, "not_a_file", utf8_cut(f->name, 60));
  }
  if (!ret->p) (void)ctx_fail(&rq->c, E_INPUT, T_API_NO_APPLICATION, "missing", S("application"));
  return rq->c.fault_count ? E_INPUT : E_OK;
}

/* What was sent, for the Idempotency-Key: the JSON, then each file's name and SHA-256. */
static str content_of(struct web_request *rq, str json) {
  struct arena *a = rq->c.arena;
  struct buf b = buf_new(a, MAX_PAGE);
  buf_add(&b, json);
  for (size_t i = 0; i < rq->file_count; i++) {
    const struct upload_file *f = &rq->files[i];
    str sha = hex_encode(a, f->sealed.sha256.b, SHA256_SIZE);
    buf_printf(&b, "\n" STR_FMT " " STR_FMT, STR_ARG(f->name), STR_ARG(sha));
  }
  return buf_str(&b);
}

/* ---- POST /applications ------------------------------------------------------------------------------------ */

static str tell_submitted(struct ctx *c, const void *done) {
  const struct submitted *s = done;
  struct json_out o = json_out_new(c->arena);
  put_text(&o, "number", s->number);
  put_code(&o, "state", state_code(s->state));
  put_open(&o, "missing", '[');
  for (size_t i = 0; i < s->missing_count; i++) put_text(&o, NULL, s->missing[i]);
  put_close(&o, ']');
  put_text(&o, "status_url", s->status_url);
  return json_out_end(&o);
}

static enum err submit(struct web_request *rq, struct once *once) {
  struct new_application n = {.channel = CHANNEL_API, .once = once};
  struct submitted done = {0};
  struct new_scan *scans;
  str json;
  TRY(the_json(rq, &json));
  TRY(read_application(&rq->c, json, &n));
  TRY(api_once(rq, content_of(rq, json), 201, tell_submitted, once));
  TRY(web_new_scans(rq, &scans, &n.scan_count));
  n.scans = scans;
  TRY(office_submit(&rq->c, &n, &done));
  rq->keep_files = !once->repeated;
  return E_OK;
}

/* {"number":"MTR-..." stands first in an answer that was kept, too. */
static str number_in(str answer) {
  str rest = str_from(answer, sizeof "{\"number\":\"" - 1), number;
  return str_cut(&rest, '"', &number) ? number : S("");
}

void api_submit(struct web_request *rq, struct http_response *rs) {
  struct once once = {0};
  enum err e = submit(rq, &once);
  if (e == E_OK)
    http_set_header(rs, "Location",
                    arena_printf(rq->c.arena, "/api/v1/applications/" STR_FMT, STR_ARG(number_in(once.answer))));
  api_done(rq, rs, e, &once);
}

/* ---- POST /applications/{number}/scans ------------------------------------------------------------------------ */

static str tell_added(struct ctx *c, const void *done) {
  const struct added *a = done;
  struct json_out o = json_out_new(c->arena);
  put_text(&o, "number", a->number);
  put_code(&o, "state", state_code(a->state));
  put_open(&o, "scans", '[');
  for (size_t i = 0; i < a->n; i++) {
    put_open(&o, NULL, '{');
    put_text(&o, "id", a->scans[i].sealed.id);
    put_text(&o, "requirement", a->scans[i].requirement);
    put_close(&o, '}');
  }
  put_close(&o, ']');
  return json_out_end(&o);
}

static enum err add(struct web_request *rq, struct once *once) {
  struct new_scan *scans;
  size_t n;
  struct added done;
  if (!rq->sending) return ctx_fail(&rq->c, E_INPUT, T_API_CONTENT_TYPE, "content_type", STR_NONE);
  for (size_t i = 0; i < rq->form.n; i++)
    (void)ctx_fail(&rq->c, E_INPUT, T_API_NOT_A_FILE, "not_a_file", utf8_cut(rq->form.at[i].name, 60));
  if (!rq->file_count && !rq->c.fault_count) (void)ctx_fail(&rq->c, E_INPUT, T_API_NO_FILES, "missing", STR_NONE);
  if (rq->c.fault_count) return E_INPUT;
  TRY(api_once(rq, content_of(rq, S("")), 201, tell_added, once));
  TRY(web_new_scans(rq, &scans, &n));
  TRY(office_add_scans(&rq->c, rq->args[0], scans, n, once, &done));
  rq->keep_files = !once->repeated;
  return E_OK;
}

void api_add_scans(struct web_request *rq, struct http_response *rs) {
  struct once once = {0};
  enum err e = add(rq, &once);
  api_done(rq, rs, e, &once);
}

/* ---- POST /applications/{number}/scans/{id}/requirement --------------------------------------------------------- */

static str tell_tied(struct ctx *c, const void *done) {
  const struct tied *t = done;
  struct json_out o = json_out_new(c->arena);
  put_text(&o, "number", t->number);
  put_text(&o, "scan", t->scan);
  put_text(&o, "requirement", t->requirement);
  return json_out_end(&o);
}

static enum err tie(struct web_request *rq, struct once *once) {
  static const char *const members[] = {"requirement"};
  CLEANUP(json_freep) json_t *root = NULL;
  TRY(api_parse(&rq->c, rq->http->body, &root));
  struct object o = {&rq->c, root, S("")};
  api_known(o, members, COUNT(members));
  str requirement = api_text(o, "requirement", MAX_CODE);
  if (!requirement.n) (void)api_fail(o, "requirement", T_API_NEEDED, "missing");
  if (rq->c.fault_count) return E_INPUT;
  TRY(api_once(rq, rq->http->body, 200, tell_tied, once));
  return office_tie_scan(&rq->c, rq->args[0], rq->args[1], requirement, once);
}

void api_tie_scan(struct web_request *rq, struct http_response *rs) {
  struct once once = {0};
  enum err e = tie(rq, &once);
  api_done(rq, rs, e, &once);
}
