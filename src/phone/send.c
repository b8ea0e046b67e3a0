/* A message of the office comes in over the API: what the citizen sees, what Meta answers, what statuses follow. */
#include "phone/check.h"
#include "phone/errors.h"
#include "phone/hook.h"
#include "phone/serve.h"

/* ---- what the citizen sees --------------------------------------------------------------------------------- */

static const char *get(const json_t *o, const char *key) { return json_string_value(json_object_get(o, key)); }

static void copy_key(json_t *to, const char *as, const json_t *from, const char *key) {
  json_t *v = json_object_get(from, key);
  if (v) json_object_set(to, as, v);
}

static json_t *media_view(struct ask *q, const char *kind, const json_t *o) {
  json_t *view = json_pack("{s:s}", "kind", kind), *media;
  struct file *f = kept_file_by_id(q->p, str_of(get(o, "id")));
  if (f) {
    str id = file_id(q->a, f), url = arena_printf(q->a, "/sim/files/" STR_FMT, STR_ARG(id));
    media = json_pack("{s:s%, s:s%, s:I}", "url", url.p, url.n, "mime", f->mime.p, f->mime.n, "size",
                      (json_int_t)f->bytes.n);
    if (f->name.n) json_object_set_new(media, "name", json_stringn(f->name.p, f->name.n));
  } else {
    media = json_pack("{s:s?}", "url", get(o, "link"));
  }
  copy_key(media, "name", o, "filename");
  json_object_set_new(view, "media", media);
  copy_key(view, "text", o, "caption");
  return view;
}

static json_t *text_view(struct ask *q, const json_t *o) {
  (void)q;
  json_t *view = json_pack("{s:s}", "kind", "text");
  copy_key(view, "text", o, "body");
  return view;
}

static json_t *as_is_view(const char *kind, const json_t *o) {
  json_t *view = json_pack("{s:s}", "kind", kind);
  json_object_set(view, kind, (json_t *)(uintptr_t)o);
  return view;
}
static json_t *location_view(struct ask *q, const json_t *o) { return (void)q, as_is_view("location", o); }
static json_t *contacts_view(struct ask *q, const json_t *o) { return (void)q, as_is_view("contacts", o); }

static json_t *reaction_view(struct ask *q, const json_t *o) {
  struct message *on = message_by_id(q->p, str_of(get(o, "message_id")));
  if (on) {
    copy_key(on->view, "reaction", o, "emoji");
    message_changed(q->p, on);
  }
  json_t *view = json_pack("{s:s}", "kind", "reaction");
  copy_key(view, "text", o, "emoji");
  return view;
}

static json_t *reply_buttons(const json_t *buttons) {
  json_t *out = json_array();
  for (size_t i = 0; i < json_array_size(buttons); i++)
    json_array_append(out, json_object_get(json_array_get(buttons, i), "reply"));
  return out;
}

static json_t *interactive_view(struct ask *q, const json_t *o) {
  static const char *const kinds[][2] = {{"list", "list"}, {"button", "buttons"}, {"cta_url", "link"}};
  const char *kind = "location_request";
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (strcmp(kinds[i][0], get(o, "type")) == 0) kind = kinds[i][1];
  const json_t *action = json_object_get(o, "action"), *header = json_object_get(o, "header");
  const json_t *parameters = json_object_get(action, "parameters");
  const char *header_type = header ? get(header, "type") : "text";
  bool picture = strcmp(header_type, "text") != 0;
  json_t *view = picture ? media_view(q, kind, json_object_get(header, header_type)) : json_pack("{s:s}", "kind", kind);
  copy_key(view, "text", json_object_get(o, "body"), "text");
  copy_key(view, "footer", json_object_get(o, "footer"), "text");
  copy_key(view, "header", header, "text");
  copy_key(view, "button", action, "button");
  copy_key(view, "sections", action, "sections");
  copy_key(view, "label", parameters, "display_text");
  copy_key(view, "url", parameters, "url");
  if (strcmp(kind, "buttons") == 0)
    json_object_set_new(view, "buttons", reply_buttons(json_object_get(action, "buttons")));
  return view;
}

/* {{1}} or {{name}} becomes the parameter at its place in the line. */
static str fill_template(struct arena *a, str text, const json_t *parameters) {
  struct buf b = buf_new(a, 32u << 10);
  size_t nr = 0;
  for (size_t i = 0; i < text.n; i++) {
    if (!str_starts(str_from(text, i), S("{{"))) {
      buf_byte(&b, text.p[i]);
      continue;
    }
    buf_add(&b, str_of(get(json_array_get(parameters, nr++), "text")));
    i += str_find(str_from(text, i), '}') + 1;
  }
  return buf_str(&b);
}

/* A template the phone was not told of is shown as its name and what it is filled with. */
static str unknown_template(struct arena *a, const char *name, const json_t *parameters) {
  struct buf b = buf_new(a, 32u << 10);
  buf_printf(&b, "[%s]", name);
  for (size_t i = 0; i < json_array_size(parameters); i++) {
    const char *text = get(json_array_get(parameters, i), "text");
    buf_printf(&b, "\n%s", text ? text : "");
  }
  return buf_str(&b);
}

/* A quick-reply button shows its payload: its words stand in the template, which lies with Meta. */
static void add_template_button(json_t *view, const json_t *component) {
  const char *payload = get(json_array_get(json_object_get(component, "parameters"), 0), "payload");
  if (!payload) return;
  json_t *buttons = json_object_get(view, "buttons");
  if (!buttons) json_object_set_new(view, "buttons", buttons = json_array());
  json_array_append_new(buttons, json_pack("{s:s, s:s}", "id", payload, "title", payload));
}

static json_t *template_view(struct ask *q, const json_t *o) {
  const json_t *components = json_object_get(o, "components"), *parameters = NULL;
  json_t *view = json_pack("{s:s, s:s}", "kind", "template", "template", get(o, "name"));
  for (size_t i = 0; i < json_array_size(components); i++) {
    const json_t *component = json_array_get(components, i);
    if (strcmp(get(component, "type"), "body") == 0) parameters = json_object_get(component, "parameters");
    if (strcmp(get(component, "type"), "button") == 0) add_template_button(view, component);
  }
  const char *known = get(q->p->templates, get(o, "name"));
  str text =
      known ? fill_template(q->a, str_of(known), parameters) : unknown_template(q->a, get(o, "name"), parameters);
  json_object_set_new(view, "text", json_stringn(text.p, text.n));
  json_object_set_new(view, "parameters", parameters ? json_deep_copy(parameters) : json_array());
  return view;
}

static json_t *view_of(struct ask *q, const json_t *body) {
  static const struct {
    const char *type;
    json_t *(*view)(struct ask *, const json_t *);
  } types[] = {{"text", text_view},         {"location", location_view},       {"reaction", reaction_view},
               {"contacts", contacts_view}, {"interactive", interactive_view}, {"template", template_view}};
  const char *type = get(body, "type") ? get(body, "type") : "text";
  json_t *view = NULL;
  for (size_t i = 0; i < COUNT(types); i++)
    if (strcmp(types[i].type, type) == 0) view = types[i].view(q, json_object_get(body, type));
  if (!view) view = media_view(q, type, json_object_get(body, type));
  copy_key(view, "quoted", json_object_get(body, "context"), "message_id");
  return view;
}

/* ---- whom it reaches ------------------------------------------------------------------------------------------ */

/* `to` wins over `recipient`, as Meta has it. -1 with q answered. */
static int recipient_of(struct ask *q, int number, const json_t *body) {
  const char *to = get(body, "to");
  str phone = to ? phone_digits(q->a, str_of(to)) : STR_NONE;
  int citizen = -1;
  if (phone.n && str_eq(phone, number_digits(q->a, q->p, number))) {
    answer_error(q, 400, 131021, S("The recipient is the sending number itself."));
    return -1;
  }
  if (phone.n) citizen = citizen_meet(q->p, phone);
  if (!to) citizen = citizen_by_user_id(q->p, str_of(get(body, "recipient")));
  if (citizen < 0) answer_error(q, 400, 131026, S("The recipient is not on WhatsApp."));
  return citizen;
}

/* ---- mishaps ----------------------------------------------------------------------------------------------------- */

static i64 cut(void *self, char *ret, size_t max) {
  (void)self, (void)ret, (void)max;
  return -1;
}

static void answer_mishap(struct ask *q, const struct rule *r) {
  if (r->code) return answer_error(q, r->http, r->code, S("Asked for by a test."));
  *q->rs = (struct http_response){.status = r->http, .type = "text/html", .body = S("<html>Bad gateway</html>")};
}

static void answer_accepted(struct ask *q, const json_t *body, const struct message *m) {
  const struct citizen *c = &q->p->citizens[m->citizen];
  const char *input = get(body, "to") ? get(body, "to") : get(body, "recipient");
  json_t *contact = json_pack("{s:s, s:s}", "input", input, "user_id", c->user_id);
  if (!c->hidden) json_object_set_new(contact, "wa_id", json_string(c->phone));
  answer_json(q, 200,
              json_pack("{s:s, s:[o], s:[{s:s, s:s}]}", "messaging_product", "whatsapp", "contacts", contact,
                        "messages", "id", m->id, "message_status", "accepted"));
}

/* ---- sending ------------------------------------------------------------------------------------------------------
 */

static void deliver(struct phone *p, struct message *m, const struct rule *r) {
  m->silent = r && r->drop_status;
  if (r && r->late) {
    m->tick = FAILED;
    hook_status(p, m, FAILED, r->code);
    return;
  }
  m->tick = DELIVERED;
  hook_status(p, m, SENT, 0);
  hook_status(p, m, DELIVERED, 0);
  if (!p->options.read_at_once) return;
  m->tick = READ;
  hook_status(p, m, READ, 0);
}

void send_message(struct ask *q, int number, json_t *body) {
  struct phone *p = q->p;
  struct fault fault;
  if (!check_message(q->a, p, body, &fault)) return answer_error(q, 400, fault.code, fault.details);
  int citizen = recipient_of(q, number, body);
  if (citizen < 0) return;
  const struct rule *r = rule_strikes(p, "messages", number, str_of(p->citizens[citizen].phone));
  if (r) q->delay_ms = r->delay_ms;
  if (r && !r->late && r->http) return answer_mishap(q, r);
  bool template = json_object_get(body, "template");
  if (!template && !window_open(p, citizen, number))
    return answer_error(q, 400, 131047, S("More than 24 hours have passed since the recipient last replied."));
  struct message *m = message_add(p, OFFICE, citizen, number, view_of(q, body));
  m->callback = json_incref(json_object_get(body, "biz_opaque_callback_data"));
  p->citizens[citizen].at[number].typing_until = 0;
  p->counts.messages_out++;
  if (template) p->counts.templates_out++;
  deliver(p, m, r);
  answer_accepted(q, body, m);
  if (r && r->timeout) {
    q->rs->stream = (struct http_stream){.read = cut};
    q->rs->stream_length = (i64)q->rs->body.n;
  }
}
