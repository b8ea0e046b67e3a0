/* The message kinds of the Cloud API, Graph v17..v26, one reader each and one table. */
#include "channels/whatsapp_kinds.h"

/* A reader is handed the object that carries the type's name (may be NULL or no object at all). */
typedef void reader(struct arena *a, const json_t *o, struct wa_event *e);

static void read_text(struct arena *a, const json_t *o, struct wa_event *e) {
  e->text = js_text(a, o, "body", MAX_WA_TEXT);
  if (!json_is_string(json_object_get(o, "body"))) e->kind = WA_UNKNOWN;
}

/* A file's name without the folders somebody may have put before it. */
static str base_name(str s) {
  for (size_t i = s.n; i > 0; i--)
    if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') return str_from(s, i);
  return s;
}

static void read_media(struct arena *a, const json_t *o, struct wa_event *e) {
  e->text = js_text(a, o, "caption", MAX_WA_INTERACTIVE);
  e->media = (struct wa_media){.id = js_id(a, o, "id", MAX_WA_ID),
                               .url = js_id(a, o, "url", MAX_WA_URL),
                               .mime = js_mime(a, o, "mime_type"),
                               .file_name = utf8_cut(base_name(js_text(a, o, "filename", MAX_TEXT)), MAX_WA_FILE_NAME),
                               .size = js_i64(o, "file_size", -1)};
  e->media.has_sha256 = js_sha256(o, "sha256", &e->media.sha256);
  if (!e->media.id.n) e->kind = WA_UNKNOWN;
}

static void read_location(struct arena *a, const json_t *o, struct wa_event *e) {
  const json_t *latitude = json_object_get(o, "latitude"), *longitude = json_object_get(o, "longitude");
  if (!json_is_number(latitude) || !json_is_number(longitude)) {
    e->kind = WA_UNKNOWN;
    return;
  }
  str name = js_text(a, o, "name", MAX_WA_ID), address = js_text(a, o, "address", MAX_WA_ID);
  e->text = arena_printf(a, "%.6f,%.6f " STR_FMT " " STR_FMT, json_number_value(latitude), json_number_value(longitude),
                         STR_ARG(name), STR_ARG(address));
  e->text = str_trim(e->text);
}

static void read_contacts(struct arena *a, const json_t *o, struct wa_event *e) {
  const json_t *first = json_array_get(o, 0);
  const json_t *phone = json_array_get(json_object_get(first, "phones"), 0);
  e->text = js_text(a, json_object_get(first, "name"), "formatted_name", MAX_WA_ID);
  e->shared_phone = js_id(a, phone, "wa_id", MAX_WA_ID);
  if (!e->shared_phone.n) e->shared_phone = js_id(a, phone, "phone", MAX_WA_ID);
}

/* Which object is there tells more than interactive.type, which was missing once. */
static void read_interactive(struct arena *a, const json_t *o, struct wa_event *e) {
  static const char *const choices[] = {"list_reply", "button_reply"};
  for (size_t i = 0; i < COUNT(choices); i++) {
    const json_t *reply = json_object_get(o, choices[i]);
    if (!json_is_object(reply)) continue;
    e->choice_id = js_id(a, reply, "id", MAX_WA_ID + 1);
    e->text = js_text(a, reply, "title", MAX_WA_ID);
    return;
  }
  /* Flows, addresses and call permissions are answers to questions Loket never asks. */
  e->kind = json_is_object(o) ? WA_IGNORED : WA_UNKNOWN;
}

static void read_template_button(struct arena *a, const json_t *o, struct wa_event *e) {
  e->choice_id = js_id(a, o, "payload", MAX_WA_ID + 1);
  e->text = js_text(a, o, "text", MAX_WA_ID);
  if (!e->choice_id.n && !e->text.n) e->kind = WA_UNKNOWN;
}

static void read_reaction(struct arena *a, const json_t *o, struct wa_event *e) {
  e->quoted = js_id(a, o, "message_id", MAX_WA_ID);
  e->text = js_text(a, o, "emoji", MAX_WA_ID); /* empty: taken back */
}

static void read_system(struct arena *a, const json_t *o, struct wa_event *e) {
  str type = js_raw(json_object_get(o, "type"));
  e->text = js_text(a, o, "body", MAX_WA_INTERACTIVE);
  e->new_wa_id = js_id(a, o, "wa_id", MAX_WA_ID);
  if (!e->new_wa_id.n) e->new_wa_id = js_id(a, o, "new_wa_id", MAX_WA_ID); /* before Graph v12 */
  e->new_bsuid = js_id(a, o, "user_id", MAX_WA_ID);
  if (str_eq(type, S("customer_identity_changed")))
    e->kind = WA_IDENTITY_CHANGED;
  else if (!e->new_wa_id.n && !e->new_bsuid.n)
    e->kind = WA_UNKNOWN;
}

static void read_edit(struct arena *a, const json_t *o, struct wa_event *e) {
  const json_t *message = json_object_get(o, "message");
  const json_t *body = json_object_get(message, json_string_value(json_object_get(message, "type")));
  e->quoted = js_id(a, o, "original_message_id", MAX_WA_ID);
  e->text = js_text(a, body, "body", MAX_WA_TEXT);
  if (!e->text.n) e->text = js_text(a, body, "caption", MAX_WA_INTERACTIVE);
  if (!e->quoted.n) e->kind = WA_UNKNOWN;
}

static void read_revoke(struct arena *a, const json_t *o, struct wa_event *e) {
  e->quoted = js_id(a, o, "original_message_id", MAX_WA_ID);
  if (!e->quoted.n) e->kind = WA_UNKNOWN;
}

static const struct {
  const char *type;
  enum wa_kind kind; /* the reader may change it */
  reader *read;
} kinds[] = {
    {"text", WA_TEXT, read_text},
    {"image", WA_MEDIA, read_media},
    {"document", WA_MEDIA, read_media},
    {"audio", WA_VOICE, read_media},
    {"voice", WA_VOICE, read_media},
    {"video", WA_OTHER_MEDIA, read_media},
    {"sticker", WA_OTHER_MEDIA, read_media},
    {"location", WA_LOCATION, read_location},
    {"contacts", WA_CONTACTS, read_contacts},
    {"interactive", WA_CHOICE, read_interactive},
    {"button", WA_CHOICE, read_template_button},
    {"reaction", WA_REACTION, read_reaction},
    {"system", WA_NUMBER_CHANGED, read_system},
    {"edit", WA_EDIT, read_edit},
    {"revoke", WA_REVOKE, read_revoke},
    {"unsupported", WA_UNSUPPORTED, NULL},
    {"unknown", WA_UNSUPPORTED, NULL},
    {"order", WA_IGNORED, NULL},
    {"request_welcome", WA_IGNORED, NULL},
};

static void read_context(struct arena *a, const json_t *context, struct wa_event *e) {
  e->forwarded = json_is_true(json_object_get(context, "forwarded")) ||
                 json_is_true(json_object_get(context, "frequently_forwarded"));
  if (!e->quoted.n) e->quoted = js_id(a, context, "id", MAX_WA_ID);
}

void wa_read_kind(struct arena *a, const json_t *message, struct wa_event *e) {
  str type = js_raw(json_object_get(message, "type"));
  e->kind = WA_UNKNOWN;
  e->error_code = js_code(json_array_get(json_object_get(message, "errors"), 0), "code");
  for (size_t i = 0; i < COUNT(kinds); i++) {
    if (!str_is(type, kinds[i].type)) continue;
    e->kind = kinds[i].kind;
    if (kinds[i].read) kinds[i].read(a, json_object_get(message, kinds[i].type), e);
    break;
  }
  if (e->kind == WA_UNKNOWN && e->error_code) e->kind = WA_UNSUPPORTED; /* 131052: a photo that Meta could not fetch */
  read_context(a, json_object_get(message, "context"), e);
}
