#include "phone/say.h"

#include "phone/errors.h"
#include "phone/hook.h"

/* One thing a citizen does. A kind fills body (the part of the webhook that depends on the type) and view. */
struct say {
  struct ask *q;
  int citizen, number;
  const json_t *options;
  struct sent_file file;
  json_t *body, *view;
};

/* ---- options ------------------------------------------------------------------------------------------------- */

str option_text(const json_t *options, const char *key) {
  const json_t *v = json_object_get(options, key);
  return (str){json_string_value(v), json_string_length(v)};
}

i64 option_int(const json_t *options, const char *key, i64 otherwise) {
  const json_t *v = json_object_get(options, key);
  i64 n = otherwise;
  if (json_is_integer(v)) return json_integer_value(v);
  return str_to_i64(option_text(options, key), &n) ? n : otherwise;
}

bool option_bool(const json_t *options, const char *key) {
  return json_is_true(json_object_get(options, key)) || option_int(options, key, 0) != 0 ||
         str_eq(option_text(options, key), S("true"));
}

json_t *ask_options(struct ask *q) {
  if (!q->body.n) return json_object();
  json_t *o = json_loadb(q->body.p, q->body.n, JSON_REJECT_DUPLICATES, NULL);
  if (json_is_object(o)) return o;
  json_decref(o);
  answer_refusal(q, 400, "the body is not a JSON object");
  return NULL;
}

int option_number(struct ask *q, const json_t *options) {
  str id = option_text(options, "number");
  int number = id.n ? number_by_id(q->p, id) : 0;
  if (number < 0) answer_refusal(q, 404, "no such office number");
  return number;
}

static json_t *options_of_fields(const struct fields *f) {
  json_t *o = json_object();
  for (size_t i = 0; i < f->n; i++) {
    const char *value = f->at[i].value.p ? f->at[i].value.p : "";
    json_object_setn_new(o, f->at[i].name.p, f->at[i].name.n, json_stringn(value, f->at[i].value.n));
  }
  return o;
}

/* ---- text and choices ----------------------------------------------------------------------------------------- */

static json_t *json_of(str s) { return json_stringn(s.p ? s.p : "", s.n); }

static const char *say_text(struct say *s) {
  str text = option_text(s->options, "text");
  if (!text.n || utf8_count(text) > 4096) return "text must have 1 to 4096 characters";
  s->body = json_pack("{s:s, s:{s:o}}", "type", "text", "text", "body", json_of(text));
  s->view = json_pack("{s:s, s:o}", "kind", "text", "text", json_of(text));
  return NULL;
}

static json_t *item_with_id(json_t *items, str id) {
  for (size_t i = 0; i < json_array_size(items); i++)
    if (str_eq(option_text(json_array_get(items, i), "id"), id)) return json_array_get(items, i);
  return NULL;
}

static json_t *row_with_id(json_t *sections, str id) {
  json_t *row = NULL;
  for (size_t i = 0; !row && i < json_array_size(sections); i++)
    row = item_with_id(json_object_get(json_array_get(sections, i), "rows"), id);
  return row;
}

/* The newest message of this chat that offers the id; an old list stays tappable for ever. */
static struct message *offer_of(const struct say *s, str id, json_t **ret_item, bool *ret_row) {
  struct phone *p = s->q->p;
  for (i64 seq = p->last_seq; seq > 0; seq--) {
    struct message *m = message_by_seq(p, seq);
    if (!m) break;
    if (m->side != OFFICE || m->citizen != s->citizen || m->number != s->number) continue;
    json_t *row = row_with_id(json_object_get(m->view, "sections"), id);
    *ret_row = row;
    *ret_item = row ? row : item_with_id(json_object_get(m->view, "buttons"), id);
    if (*ret_item) return m;
  }
  return NULL;
}

static json_t *context_of(const struct say *s, str quoted) {
  return json_pack("{s:o, s:o}", "from", json_of(number_digits(s->q->a, s->q->p, s->number)), "id", json_of(quoted));
}

static const char *say_choose(struct say *s) {
  bool row = false;
  json_t *item = NULL;
  struct message *m = offer_of(s, option_text(s->options, "id"), &item, &row);
  if (!m) return "no message of this chat offers that id";
  json_t *id = json_object_get(item, "id"), *title = json_object_get(item, "title");
  if (json_object_get(m->view, "template")) {
    s->body = json_pack("{s:s, s:{s:O, s:O}}", "type", "button", "button", "payload", id, "text", title);
  } else {
    const char *type = row ? "list_reply" : "button_reply";
    json_t *reply = json_pack("{s:O, s:O}", "id", id, "title", title);
    json_t *description = json_object_get(item, "description");
    if (description) json_object_set(reply, "description", description);
    s->body = json_pack("{s:s, s:{s:s, s:o}}", "type", "interactive", "interactive", "type", type, type, reply);
  }
  json_object_set_new(s->body, "context", context_of(s, str_of(m->id)));
  s->view = json_pack("{s:s, s:O, s:O, s:s}", "kind", "choice", "text", title, "choice", id, "quoted", m->id);
  return NULL;
}

/* ---- files ---------------------------------------------------------------------------------------------------------
 */

static const char *kind_of_mime(str mime, bool as_document) {
  static const struct {
    str prefix;
    const char *kind;
  } kinds[] = {{{"image/jpeg", 10}, "image"},
               {{"image/png", 9}, "image"},
               {{"image/webp", 10}, "sticker"},
               {{"audio/", 6}, "audio"},
               {{"video/", 6}, "video"}};
  for (size_t i = 0; !as_document && i < COUNT(kinds); i++)
    if (str_starts(mime, kinds[i].prefix)) return kinds[i].kind;
  return "document";
}

static const char *say_media(struct say *s, const char *kind, str mime, str name, str bytes) {
  struct ask *q = s->q;
  str caption = option_text(s->options, "caption");
  if (!bytes.n && !option_bool(s->options, "empty")) return "the file is empty (empty=1 sends it all the same)";
  if (!utf8_valid(mime) || !utf8_valid(name)) return "bad mime type or file name";
  struct file *f = file_add(q->p, s->number, mime, name, bytes);
  if (!f) return "the file is too large";
  q->p->counts.files_out++;
  str id = file_id(q->a, f), hash = base64_encode(q->a, f->sha256.b, SHA256_SIZE);
  if (option_bool(s->options, "wrong_sha")) hash = base64_encode(q->a, (u8[SHA256_SIZE]){0}, SHA256_SIZE);
  json_t *media = json_pack("{s:o, s:o, s:o, s:o}", "id", json_of(id), "mime_type", json_of(mime), "sha256",
                            json_of(hash), "url", json_of(file_url(q->a, q->p, f)));
  if (caption.n) json_object_set_new(media, "caption", json_of(caption));
  if (strcmp(kind, "document") == 0) json_object_set_new(media, "filename", json_of(name.n ? name : S("berkas")));
  if (strcmp(kind, "audio") == 0) json_object_set_new(media, "voice", json_true());
  if (strcmp(kind, "sticker") == 0) json_object_set_new(media, "animated", json_false());
  s->body = json_pack("{s:s, s:o}", "type", kind, kind, media);
  str url = arena_printf(q->a, "/sim/files/" STR_FMT, STR_ARG(id));
  s->view = json_pack("{s:s, s:o, s:{s:o, s:o, s:o, s:I}}", "kind", kind, "text", json_of(caption), "media", "url",
                      json_of(url), "mime", json_of(mime), "name", json_of(name), "size", (json_int_t)bytes.n);
  return NULL;
}

static const char *say_photo(struct say *s) {
  str mime = option_text(s->options, "mime"), name = option_text(s->options, "filename");
  if (!mime.n) mime = s->file.mime.n ? s->file.mime : S("image/jpeg");
  if (!name.n) name = s->file.name;
  return say_media(s, kind_of_mime(mime, option_bool(s->options, "document")), mime, name, s->file.bytes);
}

static const char *say_voice(struct say *s) {
  static const char silence[] = "OggS\0\2\0\0\0\0\0\0\0\0OpusHead";
  str bytes = s->file.bytes.n ? s->file.bytes : (str){silence, sizeof silence - 1};
  return say_media(s, "audio", S("audio/ogg; codecs=opus"), S(""), bytes);
}

static const char *say_sticker(struct say *s) {
  static const char picture[] = "RIFF\x0c\0\0\0WEBPVP8L";
  str bytes = s->file.bytes.n ? s->file.bytes : (str){picture, sizeof picture - 1};
  return say_media(s, "sticker", S("image/webp"), S(""), bytes);
}

/* ---- the rest of what a phone can send --------------------------------------------------------------------------- */

static const char *say_location(struct say *s) {
  const json_t *lat = json_object_get(s->options, "latitude"), *lon = json_object_get(s->options, "longitude");
  double latitude = lat ? json_number_value(lat) : -8.5833, longitude = lon ? json_number_value(lon) : 116.1167;
  s->body =
      json_pack("{s:s, s:{s:f, s:f}}", "type", "location", "location", "latitude", latitude, "longitude", longitude);
  s->view = json_deep_copy(s->body);
  json_object_set_new(s->view, "kind", json_string("location"));
  json_object_del(s->view, "type");
  return NULL;
}

static const char *say_contacts(struct say *s) {
  s->body = json_pack("{s:s, s:[{s:{s:s}, s:[{s:s, s:s}]}]}", "type", "contacts", "contacts", "name", "formatted_name",
                      "Lalu Hadi", "phones", "phone", "+62 812-0000-0002", "wa_id", "6281200000002");
  s->view = json_pack("{s:s, s:s}", "kind", "contacts", "text", "Lalu Hadi");
  return NULL;
}

/* Polls, view-once photos and the like: the platform only says that there was something. */
static const char *say_unsupported(struct say *s) {
  s->body =
      json_pack("{s:s, s:[o], s:{s:s}}", "type", "unsupported", "errors",
                error_in_webhook(131051, "Message type is not currently supported"), "unsupported", "type", "poll");
  s->view = json_pack("{s:s}", "kind", "unsupported");
  return NULL;
}

static struct message *message_named(struct say *s, const char *key, bool own) {
  struct message *m = message_by_id(s->q->p, option_text(s->options, key));
  bool fine = m && m->citizen == s->citizen && m->number == s->number && (!own || m->side == CITIZEN);
  return fine ? m : NULL;
}

static const char *say_reaction(struct say *s) {
  struct message *m = message_named(s, "id", false);
  if (!m) return "no such message in this chat";
  str emoji = option_text(s->options, "emoji");
  json_t *reaction = json_pack("{s:s}", "message_id", m->id);
  if (emoji.n) json_object_set_new(reaction, "emoji", json_of(emoji));
  s->body = json_pack("{s:s, s:o}", "type", "reaction", "reaction", reaction);
  s->view = json_pack("{s:s, s:o, s:s}", "kind", "reaction", "text", json_of(emoji), "quoted", m->id);
  json_object_set_new(m->view, "reaction", json_of(emoji));
  message_changed(s->q->p, m);
  return NULL;
}

static const char *say_edit(struct say *s) {
  struct message *m = message_named(s, "id", true);
  str text = option_text(s->options, "text");
  if (!m || !text.n) return "id of an own message and text are needed";
  s->body = json_pack("{s:s, s:{s:s, s:{s:s, s:{s:o}}}}", "type", "edit", "edit", "original_message_id", m->id,
                      "message", "type", "text", "text", "body", json_of(text));
  s->view = json_pack("{s:s, s:s}", "kind", "edit", "quoted", m->id);
  json_object_set_new(m->view, "text", json_of(text));
  json_object_set_new(m->view, "edited", json_true());
  message_changed(s->q->p, m);
  return NULL;
}

static const char *say_revoke(struct say *s) {
  struct message *m = message_named(s, "id", true);
  if (!m) return "no such own message in this chat";
  s->body = json_pack("{s:s, s:{s:s}}", "type", "revoke", "revoke", "original_message_id", m->id);
  s->view = json_pack("{s:s, s:s}", "kind", "revoke", "quoted", m->id);
  json_object_set_new(m->view, "revoked", json_true());
  message_changed(s->q->p, m);
  return NULL;
}

/* ---- from the tap to the webhook ------------------------------------------------------------------------------------
 */

void citizen_sees(struct phone *p, int citizen, int number) {
  i64 oldest = p->last_seq > MAX_MESSAGES ? p->last_seq - MAX_MESSAGES + 1 : 1;
  for (i64 seq = oldest; seq <= p->last_seq; seq++) {
    struct message *m = message_by_seq(p, seq);
    if (!m || m->side != OFFICE || m->citizen != citizen || m->number != number || m->tick != DELIVERED) continue;
    m->tick = READ;
    message_changed(p, m);
    hook_status(p, m, READ, 0);
  }
}

static void add_context(struct say *s) {
  str quoted = option_text(s->options, "quoted");
  if (quoted.n) {
    json_object_set_new(s->body, "context", context_of(s, quoted));
    json_object_set_new(s->view, "quoted", json_of(quoted));
  }
  if (!option_bool(s->options, "forwarded")) return;
  json_t *context = json_object_get(s->body, "context");
  if (!context) json_object_set_new(s->body, "context", context = json_object());
  json_object_set_new(context, "forwarded", json_true());
}

static void set_person(struct say *s) {
  struct citizen *c = &s->q->p->citizens[s->citizen];
  str name = option_text(s->options, "name");
  if (name.n) snprintf(c->name, sizeof c->name, STR_FMT, STR_ARG(utf8_cut(name, sizeof c->name / 4 - 1)));
  if (json_object_get(s->options, "hide_phone")) c->hidden = option_bool(s->options, "hide_phone");
}

/* A message opens the window; edits, reactions and taken-back messages do not. */
static void deliver(struct say *s) {
  struct phone *p = s->q->p;
  set_person(s);
  add_context(s);
  p->citizens[s->citizen].at[s->number].wrote = phone_now(p);
  p->counts.messages_in++;
  citizen_sees(p, s->citizen, s->number);
  struct message *m = message_add(p, CITIZEN, s->citizen, s->number, s->view);
  m->tick = DELIVERED;
  i64 copies = option_int(s->options, "copies", 1);
  hook_message(p, m, s->body,
               (struct hook_options){.copies = copies > 100 ? 100 : (int)copies,
                                     .twice_inside = option_bool(s->options, "twice_inside")});
  answer_json(s->q, 200, json_pack("{s:s, s:I}", "id", m->id, "seq", (json_int_t)m->seq));
}

static const struct kind {
  const char *name;
  const char *(*say)(struct say *); /* NULL, or what is wrong */
} kinds[] = {{"text", say_text},         {"choose", say_choose},
             {"photo", say_photo},       {"voice", say_voice},
             {"sticker", say_sticker},   {"location", say_location},
             {"contacts", say_contacts}, {"unsupported", say_unsupported},
             {"reaction", say_reaction}, {"edit", say_edit},
             {"revoke", say_revoke}};

static const struct kind *kind_named(str name) {
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (str_eq(str_of(kinds[i].name), name)) return &kinds[i];
  return NULL;
}

static json_t *read_say(struct say *s) {
  if (!s->q->rq->state) return ask_options(s->q); /* JSON: no file came */
  if (ask_file(s->q, &s->file) == E_OK) return options_of_fields(&s->file.fields);
  answer_refusal(s->q, 400, "malformed multipart body");
  return NULL;
}

static void say_it(struct say *s, const struct kind *kind, str phone) {
  s->number = option_number(s->q, s->options);
  if (s->number < 0) return;
  s->citizen = citizen_meet(s->q->p, phone);
  if (s->citizen < 0) return answer_refusal(s->q, 429, "too many citizens");
  const char *wrong = kind->say(s);
  if (wrong) return answer_refusal(s->q, 422, wrong);
  deliver(s);
}

void citizen_says(struct ask *q, str phone, str kind_name) {
  struct say s = {.q = q};
  const struct kind *kind = kind_named(kind_name);
  phone = phone_digits(q->a, phone);
  if (!kind) return answer_refusal(q, 404, "a phone cannot do that");
  if (!phone.n) return answer_refusal(q, 422, "not a phone number");
  json_t *options = read_say(&s);
  if (!options) return;
  s.options = options;
  say_it(&s, kind, phone);
  json_decref(options);
}
