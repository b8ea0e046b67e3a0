/* /sim/...: the controls of the page and of tests. README.md lists them. */
#include "base/limits.h"
#include "phone/hook.h"
#include "phone/say.h"

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

static json_t *numbers_view(const struct phone *p) {
  json_t *numbers = json_array();
  for (size_t i = 0; i < p->options.number_count; i++) {
    const struct phone_number *n = &p->options.numbers[i];
    json_array_append_new(numbers,
                          json_pack("{s:s%, s:s%}", "id", n->id.p, n->id.n, "display", n->display.p, n->display.n));
  }
  return numbers;
}

static void get_setup(struct ask *q, const json_t *options) {
  (void)options;
  json_t *people = json_array();
  for (size_t i = 0; i < q->p->citizen_count && i < MAX_LIST; i++) {
    const struct citizen *c = &q->p->citizens[i];
    json_array_append_new(people,
                          json_pack("{s:s, s:s, s:s}", "phone", c->phone, "name", c->name, "user_id", c->user_id));
  }
  answer_json(q, 200, json_pack("{s:o, s:o}", "numbers", numbers_view(q->p), "citizens", people));
}

static void get_stats(struct ask *q, const json_t *options) {
  (void)options;
  const struct phone *p = q->p;
  const struct {
    const char *name;
    i64 n;
  } rows[] = {{"messages_in", p->counts.messages_in},
              {"messages_out", p->counts.messages_out},
              {"templates_out", p->counts.templates_out},
              {"refused", p->counts.refused},
              {"read_marks", p->counts.read_marks},
              {"typing", p->counts.typing},
              {"files_uploaded", p->counts.files_in},
              {"files_sent", p->counts.files_out},
              {"files_fetched", p->counts.fetched},
              {"files_deleted", p->counts.deleted},
              {"webhook_posts", p->counts.posts},
              {"webhook_failures", p->counts.post_failures},
              {"webhook_given_up", p->counts.given_up},
              {"webhook_dropped", p->counts.dropped},
              {"webhook_queue", (i64)p->job_count},
              {"webhook_held", (i64)json_array_size(p->held)},
              {"ahead_seconds", p->ahead / 1000}};
  json_t *o = json_pack("{s:b}", "verified", p->verified);
  for (size_t i = 0; i < COUNT(rows); i++) json_object_set_new(o, rows[i].name, json_integer(rows[i].n));
  answer_json(q, 200, o);
}

/* ?after=SEQ gives messages newer than that; ?changed=N gives all that changed since, ticks too (for a page). */
static json_t *thread_view(struct phone *p, int citizen, int number, i64 after, i64 changed) {
  json_t *list = json_array();
  i64 oldest = p->last_seq > MAX_MESSAGES ? p->last_seq - MAX_MESSAGES + 1 : 1;
  for (i64 seq = after >= oldest ? after + 1 : oldest; seq <= p->last_seq; seq++) {
    struct message *m = message_by_seq(p, seq);
    if (m && m->citizen == citizen && m->number == number && m->changed > changed)
      json_array_append_new(list, message_view(m));
  }
  return list;
}

static i64 query_int(const struct ask *q, str key) {
  i64 n = 0;
  return str_to_i64(field_get(&q->query, key), &n) ? n : 0;
}

static void get_messages(struct ask *q, str phone) {
  struct phone *p = q->p;
  str id = field_get(&q->query, S("number")), digits = phone_digits(q->a, phone);
  int number = id.n ? number_by_id(p, id) : 0, citizen = digits.n ? citizen_by_phone(p, digits) : -1;
  if (number < 0) return answer_refusal(q, 404, "no such office number");
  bool known = citizen >= 0, typing = known && p->citizens[citizen].at[number].typing_until > clock_now();
  json_t *list =
      known ? thread_view(p, citizen, number, query_int(q, S("after")), query_int(q, S("changed"))) : json_array();
  answer_json(q, 200,
              json_pack("{s:o, s:I, s:I, s:b, s:b, s:b}", "messages", list, "after", (json_int_t)p->last_seq, "changed",
                        (json_int_t)p->last_change, "typing", typing, "window_open",
                        known && window_open(p, citizen, number), "server", p->verified && p->job_count < 2));
}

static void get_file(struct ask *q, str id) {
  struct file *f = shown_file_by_id(q->p, id);
  if (!f) return answer_refusal(q, 404, "no such file");
  bool shown = str_starts(f->mime, S("image/")) && !str_starts(f->mime, S("image/svg"));
  bool pdf = str_eq(f->mime, S("application/pdf"));
  *q->rs = (struct http_response){
      .status = 200,
      .type = shown || pdf ? arena_cstr(q->a, f->mime) : "application/octet-stream", /* nothing that runs as a page */
      .body = arena_str(q->a, f->bytes)};
  http_set_header(q->rs, "X-Content-Type-Options", S("nosniff"));
  http_set_header(q->rs, "Cache-Control", S("private, max-age=3600"));
}

/* ---- steering -----------------------------------------------------------------------------------------------------
 */

static void post_errors(struct ask *q, const json_t *o) {
  struct phone *p = q->p;
  if (option_bool(o, "clear")) memset(p->rules, 0, sizeof p->rules);
  struct rule r = {.times = (int)option_int(o, "times", 1),
                   .code = (int)option_int(o, "code", 0),
                   .delay_ms = (int)option_int(o, "delay_ms", 0),
                   .timeout = option_bool(o, "timeout"),
                   .drop_status = option_bool(o, "drop_status"),
                   .late = option_bool(o, "late")};
  r.http = (int)option_int(o, "http", r.code ? 400 : 0);
  str on = option_text(o, "on");
  snprintf(r.on, sizeof r.on, STR_FMT, STR_ARG(on.n ? on : S("messages")));
  snprintf(r.number, sizeof r.number, STR_FMT, STR_ARG(option_text(o, "number")));
  snprintf(r.phone, sizeof r.phone, STR_FMT, STR_ARG(option_text(o, "phone")));
  bool empty = !r.http && !r.timeout && !r.drop_status && !r.late && !r.delay_ms;
  if (empty && option_bool(o, "clear")) return answer_json(q, 200, json_pack("{s:b}", "success", 1));
  if (empty || r.delay_ms < 0 || r.delay_ms > 120000 || (r.http && (r.http < 400 || r.http > 599)) ||
      (r.late && !r.code))
    return answer_refusal(q, 422,
                          "give code (with http 400..599), http, timeout, drop_status, late with code, or delay_ms");
  for (size_t i = 0; i < MAX_RULES; i++) {
    if (p->rules[i].times > 0) continue;
    p->rules[i] = r;
    return answer_json(q, 200, json_pack("{s:b}", "success", 1));
  }
  answer_refusal(q, 429, "too many rules; send {\"clear\":true}");
}

static void post_clock(struct ask *q, const json_t *o) {
  i64 seconds = option_int(o, "advance_seconds", 0);
  if (seconds < 0 || seconds > 366 * 86400LL) return answer_refusal(q, 422, "advance_seconds must be 0 .. one year");
  q->p->ahead += SECONDS(seconds);
  answer_json(q, 200, json_pack("{s:I}", "ahead_seconds", (json_int_t)(q->p->ahead / 1000)));
}

static void post_delivery(struct ask *q, const json_t *o) {
  static const struct {
    const char *name;
    enum release how;
  } ways[] = {{"in_order", IN_ORDER}, {"reversed", REVERSED}, {"batch", AS_BATCH}};
  str how = option_text(o, "release");
  q->p->holding = option_bool(o, "hold");
  for (size_t i = 0; i < COUNT(ways); i++)
    if (str_eq(str_of(ways[i].name), how)) hook_release(q->p, ways[i].how);
  answer_json(q, 200,
              json_pack("{s:b, s:I}", "holding", q->p->holding, "held", (json_int_t)json_array_size(q->p->held)));
}

static void post_echo(struct ask *q, const json_t *o) {
  str phone = phone_digits(q->a, option_text(o, "phone")), text = option_text(o, "text");
  int number = option_number(q, o);
  if (number < 0) return;
  int citizen = phone.n && text.n ? citizen_meet(q->p, phone) : -1;
  if (citizen < 0) return answer_refusal(q, 422, "phone and text are needed");
  json_t *body = json_pack("{s:s, s:{s:s%}}", "type", "text", "text", "body", text.p, text.n);
  struct message *m =
      message_add(q->p, OFFICER, citizen, number, json_pack("{s:s, s:s%}", "kind", "text", "text", text.p, text.n));
  m->tick = DELIVERED;
  hook_echo(q->p, m, body);
  answer_json(q, 200, json_pack("{s:s}", "id", m->id));
}

static void post_template(struct ask *q, const json_t *o) {
  json_t *text = json_object_get(o, "text");
  str name = option_text(o, "name");
  if (!name.n || !json_is_string(text)) return answer_refusal(q, 422, "name and text are needed");
  if (json_object_size(q->p->templates) >= 250) return answer_refusal(q, 429, "an account has at most 250 templates");
  json_object_setn(q->p->templates, name.p, name.n, text);
  answer_json(q, 200, json_pack("{s:b}", "success", 1));
}

/* Anything else the platform can say: {"field":"account_update","value":{...}}. */
static void post_change(struct ask *q, const json_t *o) {
  str field = option_text(o, "field");
  json_t *value = json_object_get(o, "value");
  if (!field.n || !value) return answer_refusal(q, 422, "field and value are needed");
  hook_change(q->p, field.p, json_incref(value));
  answer_json(q, 200, json_pack("{s:b}", "success", 1));
}

static void post_seen(struct ask *q, str phone) {
  json_t *o = ask_options(q);
  str digits = phone_digits(q->a, phone);
  int citizen = digits.n ? citizen_by_phone(q->p, digits) : -1, number = o ? option_number(q, o) : -1;
  json_decref(o);
  if (number < 0) return;
  if (citizen >= 0) citizen_sees(q->p, citizen, number);
  answer_json(q, 200, json_pack("{s:b}", "success", 1));
}

/* ---- the way --------------------------------------------------------------------------------------------------------
 */

static void citizen_answer(struct ask *q) {
  str phone = q->segments[2], what = q->segments[3];
  bool post = q->rq->method == HTTP_POST;
  if (!post && str_eq(what, S("messages"))) return get_messages(q, phone);
  if (post && str_eq(what, S("seen"))) return post_seen(q, phone);
  if (post) return citizen_says(q, phone, what);
  answer_refusal(q, 404, "not found");
}

void control_answer(struct ask *q) {
  static const struct {
    enum http_method method;
    const char *name;
    void (*answer)(struct ask *, const json_t *);
  } routes[] = {{HTTP_GET, "setup", get_setup},          {HTTP_GET, "stats", get_stats},
                {HTTP_POST, "errors", post_errors},      {HTTP_POST, "clock", post_clock},
                {HTTP_POST, "delivery", post_delivery},  {HTTP_POST, "echo", post_echo},
                {HTTP_POST, "templates", post_template}, {HTTP_POST, "change", post_change}};
  if (q->count == 4 && str_eq(q->segments[1], S("citizens"))) return citizen_answer(q);
  if (ask_is(q, HTTP_GET, 3) && str_eq(q->segments[1], S("files"))) return get_file(q, q->segments[2]);
  for (size_t i = 0; i < COUNT(routes); i++) {
    if (!ask_is(q, routes[i].method, 2) || !str_is(q->segments[1], routes[i].name)) continue;
    json_t *options = ask_options(q);
    if (options) routes[i].answer(q, options);
    json_decref(options);
    return;
  }
  answer_refusal(q, 404, "not found");
}
