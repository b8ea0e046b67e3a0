#include "phone/check.h"

#include "base/limits.h"

/* ---- the shapes ---------------------------------------------------------------------------------------------- */

enum kind { TEXT, NUMBER, BOOL, OBJECT, LIST, TEXT_OR_NUMBER };
struct key {
  const char *name;
  enum kind kind;
  bool required;
  size_t min, max;            /* characters or items; max 0 = no limit here */
  const struct shape *inside; /* of the object, or of each item; NULL = anything */
};
struct shape {
  const struct key *keys;
  size_t n;
};
#define SHAPE(name, ...)                                 \
  static const struct key name##_keys[] = {__VA_ARGS__}; \
  static const struct shape name = {name##_keys, COUNT(name##_keys)}

SHAPE(context_shape, {"message_id", TEXT, true, 1, 255});
SHAPE(text_shape, {"body", TEXT, true, 1, 4096}, {"preview_url", BOOL});
SHAPE(media_shape, {"id", TEXT, false, 1, 64}, {"link", TEXT, false, 1, 2048}, {"caption", TEXT, false, 0, 1024});
SHAPE(document_shape, {"id", TEXT, false, 1, 64}, {"link", TEXT, false, 1, 2048}, {"caption", TEXT, false, 0, 1024},
      {"filename", TEXT, false, 1, 240});
SHAPE(audio_shape, {"id", TEXT, false, 1, 64}, {"link", TEXT, false, 1, 2048}, {"voice", BOOL});
SHAPE(sticker_shape, {"id", TEXT, false, 1, 64}, {"link", TEXT, false, 1, 2048});
SHAPE(location_shape, {"latitude", TEXT_OR_NUMBER, true}, {"longitude", TEXT_OR_NUMBER, true},
      {"name", TEXT, false, 0, 1000}, {"address", TEXT, false, 0, 1000});
SHAPE(reaction_shape, {"message_id", TEXT, true, 1, 255}, {"emoji", TEXT, true, 0, 16});

SHAPE(person_shape, {"formatted_name", TEXT, true, 1, 255}, {"first_name", TEXT}, {"last_name", TEXT},
      {"middle_name", TEXT}, {"prefix", TEXT}, {"suffix", TEXT});
SHAPE(contact_shape, {"name", OBJECT, true, 0, 0, &person_shape}, {"phones", LIST}, {"emails", LIST}, {"org", OBJECT},
      {"addresses", LIST}, {"urls", LIST}, {"birthday", TEXT});

SHAPE(header_shape, {"type", TEXT, true, 1, 16}, {"text", TEXT, false, 1, 60},
      {"image", OBJECT, false, 0, 0, &media_shape}, {"video", OBJECT, false, 0, 0, &media_shape},
      {"document", OBJECT, false, 0, 0, &document_shape});
SHAPE(body_shape, {"text", TEXT, true, 1, MAX_WA_INTERACTIVE});
SHAPE(footer_shape, {"text", TEXT, true, 1, 60});
SHAPE(row_shape, {"id", TEXT, true, 1, 200}, {"title", TEXT, true, 1, MAX_WA_ROW_TITLE},
      {"description", TEXT, false, 0, MAX_WA_ROW_DESCRIPTION});
SHAPE(section_shape, {"title", TEXT, false, 1, MAX_WA_ROW_TITLE}, {"rows", LIST, true, 1, MAX_WA_ROWS, &row_shape});
SHAPE(list_action, {"button", TEXT, true, 1, MAX_WA_BUTTON_TITLE}, {"sections", LIST, true, 1, 10, &section_shape});
SHAPE(reply_shape, {"id", TEXT, true, 1, 256}, {"title", TEXT, true, 1, MAX_WA_BUTTON_TITLE});
SHAPE(button_shape, {"type", TEXT, true, 1, 16}, {"reply", OBJECT, true, 0, 0, &reply_shape});
SHAPE(button_action, {"buttons", LIST, true, 1, MAX_WA_BUTTONS, &button_shape});
SHAPE(link_parameters, {"display_text", TEXT, true, 1, 20}, {"url", TEXT, true, 1, 2000});
SHAPE(link_action, {"name", TEXT, true, 1, 32}, {"parameters", OBJECT, true, 0, 0, &link_parameters});
SHAPE(location_action, {"name", TEXT, true, 1, 32});
SHAPE(interactive_shape, {"type", TEXT, true, 1, 32}, {"header", OBJECT, false, 0, 0, &header_shape},
      {"body", OBJECT, true, 0, 0, &body_shape}, {"footer", OBJECT, false, 0, 0, &footer_shape},
      {"action", OBJECT, true});

SHAPE(language_shape, {"code", TEXT, true, 2, 15}, {"policy", TEXT});
SHAPE(parameter_shape, {"type", TEXT, true, 1, 16}, {"text", TEXT, false, 1, 1024}, {"parameter_name", TEXT},
      {"image", OBJECT, false, 0, 0, &media_shape}, {"video", OBJECT, false, 0, 0, &media_shape},
      {"document", OBJECT, false, 0, 0, &document_shape}, {"payload", TEXT, false, 1, 256}, {"currency", OBJECT},
      {"date_time", OBJECT}, {"action", OBJECT}, {"coupon_code", TEXT});
SHAPE(component_shape, {"type", TEXT, true, 1, 16}, {"sub_type", TEXT, false, 1, 16}, {"index", TEXT_OR_NUMBER},
      {"parameters", LIST, false, 0, 64, &parameter_shape});
SHAPE(template_shape, {"name", TEXT, true, 1, 512}, {"language", OBJECT, true, 0, 0, &language_shape},
      {"components", LIST, false, 0, 16, &component_shape});

SHAPE(message_shape, {"messaging_product", TEXT, true, 1, 16}, {"recipient_type", TEXT}, {"to", TEXT, false, 1, 64},
      {"recipient", TEXT, false, 1, 128}, {"type", TEXT, false, 1, 32},
      {"context", OBJECT, false, 0, 0, &context_shape}, {"biz_opaque_callback_data", TEXT, false, 0, 512},
      {"recipient_identity_key_hash", TEXT}, {"text", OBJECT, false, 0, 0, &text_shape},
      {"image", OBJECT, false, 0, 0, &media_shape}, {"video", OBJECT, false, 0, 0, &media_shape},
      {"document", OBJECT, false, 0, 0, &document_shape}, {"audio", OBJECT, false, 0, 0, &audio_shape},
      {"sticker", OBJECT, false, 0, 0, &sticker_shape}, {"location", OBJECT, false, 0, 0, &location_shape},
      {"reaction", OBJECT, false, 0, 0, &reaction_shape}, {"contacts", LIST, false, 1, 5, &contact_shape},
      {"interactive", OBJECT, false, 0, 0, &interactive_shape}, {"template", OBJECT, false, 0, 0, &template_shape});
SHAPE(typing_shape, {"type", TEXT, true, 1, 16});
SHAPE(read_shape, {"messaging_product", TEXT, true, 1, 16}, {"status", TEXT, true, 1, 16},
      {"message_id", TEXT, true, 1, 255}, {"typing_indicator", OBJECT, false, 0, 0, &typing_shape});

/* ---- holding a body against a shape ---------------------------------------------------------------------------- */

struct check {
  struct arena *a;
  struct phone *p;
  struct fault *fault;
};

PRINTF(3, 4) static bool fail(struct check *c, int code, const char *fmt, ...) {
  char text[512];
  va_list args;
  va_start(args, fmt);
  vsnprintf(text, sizeof text, fmt, args);
  va_end(args);
  str said = str_of(text);
  while (said.n && !utf8_valid(said)) said.n--; /* a key may have been cut inside a character */
  *c->fault = (struct fault){code, arena_str(c->a, said)};
  return false;
}

static bool is_kind(const json_t *v, enum kind kind) {
  switch (kind) {
    case TEXT:
      return json_is_string(v);
    case NUMBER:
      return json_is_number(v);
    case BOOL:
      return json_is_boolean(v);
    case OBJECT:
      return json_is_object(v);
    case LIST:
      return json_is_array(v);
    case TEXT_OR_NUMBER:
      return json_is_string(v) || json_is_number(v);
  }
  return false;
}

static str text_of(const json_t *v) { return (str){json_string_value(v), json_string_length(v)}; }

static bool fits(struct check *c, const char *path, const struct key *k, const json_t *v) {
  bool list = k->kind == LIST;
  size_t n = list ? json_array_size(v) : k->kind == TEXT ? utf8_count(text_of(v)) : k->min;
  if (n < k->min)
    return fail(c, list ? 131009 : 100, "Param %s['%s'] must have at least %zu %s", path, k->name, k->min,
                list ? "items" : "characters");
  if (k->max && n > k->max)
    return fail(c, list ? 131009 : 100, "Param %s['%s'] must have at most %zu %s", path, k->name, k->max,
                list ? "items" : "characters");
  return true;
}

static const struct key *known_key(const struct shape *s, const char *name) {
  for (size_t i = 0; i < s->n; i++)
    if (strcmp(s->keys[i].name, name) == 0) return &s->keys[i];
  return NULL;
}

static bool has_shape(struct check *c, const char *path, const json_t *o, const struct shape *s);

static bool value_fits(struct check *c, const char *path, const struct key *k, const json_t *v) {
  if (!is_kind(v, k->kind)) return fail(c, 100, "Param %s['%s'] has the wrong type", path, k->name);
  if (!fits(c, path, k, v)) return false;
  if (!k->inside) return true;
  const char *deeper = arena_printf(c->a, "%s['%s']", path, k->name).p;
  if (k->kind == OBJECT) return has_shape(c, deeper, v, k->inside);
  for (size_t i = 0; i < json_array_size(v); i++) {
    const char *item = arena_printf(c->a, "%s[%zu]", deeper, i).p;
    if (!has_shape(c, item, json_array_get(v, i), k->inside)) return false;
  }
  return true;
}

/* The depth is that of the shapes, whatever the body holds. */
static bool has_shape(struct check *c, const char *path, const json_t *o, const struct shape *s) {
  if (!json_is_object(o)) return fail(c, 100, "Param %s must be a JSON object", path);
  const char *name;
  json_t *v;
  json_object_foreach((json_t *)(uintptr_t)o, name, v) {
    const struct key *k = known_key(s, name);
    if (!k) return fail(c, 100, "Unexpected key \"%s\" on param %s", name, path);
    if (!value_fits(c, path, k, v)) return false;
  }
  for (size_t i = 0; i < s->n; i++)
    if (s->keys[i].required && !json_object_get(o, s->keys[i].name))
      return fail(c, 131008, "Param %s['%s'] is required", path, s->keys[i].name);
  return true;
}

/* ---- rules a shape cannot say --------------------------------------------------------------------------------------
 */

static str get_text(const json_t *o, const char *key) { return text_of(json_object_get(o, key)); }
static bool text_is(const json_t *o, const char *key, const char *text) {
  return str_is(get_text(o, key), text);
}

static const struct file_type {
  const char *mime, *kind;
  size_t max;
  const char *magic;
  size_t magic_at, magic_n;
} file_types[] = {
    {"image/jpeg", "image", 5u << 20, "\xFF\xD8\xFF", 0, 3},
    {"image/png", "image", 5u << 20, "\x89PNG\r\n\x1A\n", 0, 8},
    {"image/webp", "sticker", 500u << 10, "WEBP", 8, 4},
    {"application/pdf", "document", MAX_WA_MEDIA, "%PDF-", 0, 5},
    {"text/plain", "document", MAX_WA_MEDIA, "", 0, 0},
    {"application/msword", "document", MAX_WA_MEDIA, "\xD0\xCF\x11\xE0", 0, 4},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document", MAX_WA_MEDIA, "PK", 0, 2},
    {"application/vnd.ms-excel", "document", MAX_WA_MEDIA, "\xD0\xCF\x11\xE0", 0, 4},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document", MAX_WA_MEDIA, "PK", 0, 2},
    {"audio/ogg", "audio", 16u << 20, "OggS", 0, 4},
    {"audio/mpeg", "audio", 16u << 20, "", 0, 0},
    {"audio/aac", "audio", 16u << 20, "", 0, 0},
    {"audio/amr", "audio", 16u << 20, "#!AMR", 0, 5},
    {"audio/mp4", "audio", 16u << 20, "ftyp", 4, 4},
    {"video/mp4", "video", 16u << 20, "ftyp", 4, 4},
    {"video/3gpp", "video", 16u << 20, "ftyp", 4, 4},
};

static const struct file_type *file_type_of(str mime) {
  str bare;
  str_cut(&mime, ';', &bare);
  for (size_t i = 0; i < COUNT(file_types); i++)
    if (str_eq_nocase(str_of(file_types[i].mime), str_trim(bare))) return &file_types[i];
  return NULL;
}

bool check_file(struct arena *a, str mime, str bytes, struct fault *ret) {
  struct check c = {.a = a, .fault = ret};
  const struct file_type *t = file_type_of(mime);
  if (!t) return fail(&c, 100, "Param file must be a file with one of the supported types");
  if (!bytes.n) return fail(&c, 100, "Param file must not be empty");
  if (bytes.n > t->max) return fail(&c, 131053, "Media of type %s may have at most %zu bytes", t->mime, t->max);
  str magic = {t->magic, t->magic_n};
  if (!str_eq(str_sub(bytes, t->magic_at, magic.n), magic))
    return fail(&c, 131053, "The bytes of the file are not %s", t->mime);
  return true;
}

static bool starts_with_scheme(str url) { return str_starts(url, S("https://")) || str_starts(url, S("http://")); }

/* Meta takes no bare addresses; the machine itself has no other name in a demo and is let through. */
static bool linkable(str url) {
  if (!starts_with_scheme(url)) return false;
  str host = str_from(url, str_starts(url, S("https://")) ? 8 : 7);
  str name;
  host = str_sub(host, 0, str_find(host, '/'));
  str_cut(&host, ':', &name);
  if (!name.n) return false;
  bool bare = true;
  for (size_t i = 0; i < name.n; i++) bare = bare && (name.p[i] == '.' || (name.p[i] >= '0' && name.p[i] <= '9'));
  return !bare || str_starts(name, S("127."));
}

static bool media_fits(struct check *c, const char *kind, const json_t *o) {
  str id = get_text(o, "id"), link = get_text(o, "link");
  if (!id.p == !link.p) return fail(c, 131009, "Exactly one of id and link must be given for %s", kind);
  if (link.p) return linkable(link) || fail(c, 131009, "The link of %s is not a valid URL", kind);
  const struct file *f = kept_file_by_id(c->p, id);
  if (!f) return fail(c, 131009, "Media id of %s not found", kind);
  const struct file_type *t = file_type_of(f->mime);
  bool right = strcmp(kind, "document") == 0 || (t && strcmp(t->kind, kind) == 0);
  return right || fail(c, 131053, "The media is not of the type %s", kind);
}

static bool is_media(const char *type) {
  static const char *const kinds[] = {"image", "video", "document", "audio", "sticker"};
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (strcmp(kinds[i], type) == 0) return true;
  return false;
}

static bool unique(struct check *c, const char *what, const str *values, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++)
      if (str_eq(values[i], values[j])) return fail(c, 131009, "Duplicated %s", what);
  return true;
}

static bool list_fits(struct check *c, const json_t *action) {
  const json_t *sections = json_object_get(action, "sections");
  str ids[10 * MAX_WA_ROWS];
  size_t n = 0;
  for (size_t i = 0; i < json_array_size(sections); i++) {
    const json_t *section = json_array_get(sections, i), *rows = json_object_get(section, "rows");
    if (json_array_size(sections) > 1 && !get_text(section, "title").n)
      return fail(c, 131008, "Every section needs a title when there is more than one");
    for (size_t j = 0; j < json_array_size(rows); j++) ids[n++] = get_text(json_array_get(rows, j), "id");
  }
  if (n > MAX_WA_ROWS) return fail(c, 131009, "Total row count exceed max allowed count: %d", MAX_WA_ROWS);
  return unique(c, "row id", ids, n);
}

static bool buttons_fit(struct check *c, const json_t *action) {
  const json_t *buttons = json_object_get(action, "buttons");
  str ids[MAX_WA_BUTTONS], titles[MAX_WA_BUTTONS];
  size_t n = json_array_size(buttons);
  for (size_t i = 0; i < n; i++) {
    const json_t *button = json_array_get(buttons, i), *reply = json_object_get(button, "reply");
    if (!text_is(button, "type", "reply")) return fail(c, 131009, "The type of a button must be reply");
    ids[i] = get_text(reply, "id");
    titles[i] = get_text(reply, "title");
    if (!str_eq(str_trim(ids[i]), ids[i])) return fail(c, 131009, "A button id may not begin or end with a space");
  }
  return unique(c, "button id", ids, n) && unique(c, "button title", titles, n);
}

static bool link_fits(struct check *c, const json_t *action) {
  if (!text_is(action, "name", "cta_url")) return fail(c, 131009, "The action's name must be cta_url");
  bool fine = linkable(get_text(json_object_get(action, "parameters"), "url"));
  return fine || fail(c, 131009, "The URL of the button is not valid");
}

static bool location_request_fits(struct check *c, const json_t *action) {
  return text_is(action, "name", "send_location") || fail(c, 131009, "The action's name must be send_location");
}

static bool header_fits(struct check *c, const json_t *header, bool text_only) {
  if (!header) return true;
  const char *type = json_string_value(json_object_get(header, "type"));
  const json_t *part = json_object_get(header, type);
  if (json_object_size(header) != 2 || !part) return fail(c, 131009, "The header must hold what its type says");
  if (strcmp(type, "text") == 0) return true;
  if (text_only || !is_media(type)) return fail(c, 131009, "The header of this message must be text");
  return media_fits(c, type, part);
}

static bool interactive_fits(struct check *c, const json_t *o) {
  static const struct {
    const char *type;
    const struct shape *action;
    bool (*fits)(struct check *, const json_t *);
    bool text_header;
  } kinds[] = {
      {"list", &list_action, list_fits, true},
      {"button", &button_action, buttons_fit, false},
      {"cta_url", &link_action, link_fits, false},
      {"location_request_message", &location_action, location_request_fits, true},
  };
  const json_t *action = json_object_get(o, "action");
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (text_is(o, "type", kinds[i].type))
      return has_shape(c, "interactive['action']", action, kinds[i].action) && kinds[i].fits(c, action) &&
             header_fits(c, json_object_get(o, "header"), kinds[i].text_header);
  return fail(c, 131009, "Param interactive['type'] is not one of list, button, cta_url, location_request_message");
}

/* Meta refuses line breaks, tabs and runs of spaces in what fills a template. */
static bool fills_template(str text) {
  return !str_has(text, S("\n")) && !str_has(text, S("\t")) && !str_has(text, S("    "));
}

static bool parameters_fit(struct check *c, const json_t *parameters) {
  for (size_t i = 0; i < json_array_size(parameters); i++) {
    const json_t *parameter = json_array_get(parameters, i);
    const char *type = json_string_value(json_object_get(parameter, "type"));
    if (!json_object_get(parameter, type))
      return fail(c, 131008, "Template parameter of type %s holds no %s", type, type);
    if (is_media(type) && !media_fits(c, type, json_object_get(parameter, type))) return false;
    if (strcmp(type, "text") == 0 && !fills_template(get_text(parameter, "text")))
      return fail(c, 100, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
  }
  return true;
}

static size_t count_placeholders(str text) {
  size_t n = 0;
  for (size_t i = 0; i + 1 < text.n; i++)
    if (text.p[i] == '{' && text.p[i + 1] == '{') n++;
  return n;
}

static bool template_fits(struct check *c, const json_t *o) {
  str name = get_text(o, "name");
  for (size_t i = 0; i < name.n; i++)
    if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.p[i]))
      return fail(c, 131009, "A template's name has only a-z, 0-9 and _");
  const json_t *components = json_object_get(o, "components");
  size_t filled = 0;
  for (size_t i = 0; i < json_array_size(components); i++) {
    const json_t *component = json_array_get(components, i), *parameters = json_object_get(component, "parameters");
    if (!parameters_fit(c, parameters)) return false;
    if (text_is(component, "type", "body")) filled += json_array_size(parameters);
  }
  if (!json_object_size(c->p->templates)) return true;
  const json_t *text = json_object_get(c->p->templates, name.p);
  if (!text) return fail(c, 132001, "Template name (%s) does not exist", name.p);
  size_t wanted = count_placeholders(text_of(text));
  return filled == wanted ||
         fail(c, 132000, "Number of parameters (%zu) does not match the expected number (%zu)", filled, wanted);
}

static bool anything_fits(struct check *c, const json_t *o) {
  (void)c, (void)o;
  return true;
}

static bool content_fits(struct check *c, const json_t *body) {
  static const struct {
    const char *type;
    bool (*fits)(struct check *, const json_t *);
  } types[] = {{"text", anything_fits},     {"location", anything_fits},       {"reaction", anything_fits},
               {"contacts", anything_fits}, {"interactive", interactive_fits}, {"template", template_fits}};
  const json_t *type_value = json_object_get(body, "type");
  const char *type = type_value ? json_string_value(type_value) : "text";
  const json_t *content = json_object_get(body, type);
  for (size_t i = 0; i < COUNT(types); i++) {
    if (strcmp(types[i].type, type) != 0) continue;
    return content ? types[i].fits(c, content) : fail(c, 131008, "Param %s is required", type);
  }
  if (!is_media(type)) return fail(c, 100, "Param type is not a message type: %s", type);
  return content ? media_fits(c, type, content) : fail(c, 131008, "Param %s is required", type);
}

static bool is_whatsapp(struct check *c, const json_t *body) {
  return text_is(body, "messaging_product", "whatsapp") || fail(c, 100, "Param messaging_product must be whatsapp");
}

bool check_message(struct arena *a, struct phone *p, const json_t *body, struct fault *ret) {
  struct check c = {a, p, ret};
  if (!has_shape(&c, "message", body, &message_shape) || !is_whatsapp(&c, body)) return false;
  if (json_object_get(body, "recipient_type") && !text_is(body, "recipient_type", "individual"))
    return fail(&c, 131009, "Param recipient_type must be individual");
  if (!json_object_get(body, "to") && !json_object_get(body, "recipient"))
    return fail(&c, 131008, "Param to is required");
  return content_fits(&c, body);
}

bool check_read(struct arena *a, const json_t *body, struct fault *ret) {
  struct check c = {.a = a, .fault = ret};
  if (!has_shape(&c, "message", body, &read_shape) || !is_whatsapp(&c, body)) return false;
  if (!text_is(body, "status", "read")) return fail(&c, 131009, "Param status must be read");
  const json_t *typing = json_object_get(body, "typing_indicator");
  return !typing || text_is(typing, "type", "text") || fail(&c, 131009, "Param typing_indicator['type'] must be text");
}
