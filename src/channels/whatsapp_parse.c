/* The webhook's envelope: object > entry[] > changes[] > value > messages[], statuses[], errors[] ...
 * Nothing signed by Meta is refused for what it says: strict parsers have answered 400 to a new key and were buried
 * under retries. Each piece becomes at least one event, if only WA_UNKNOWN, so that nothing goes missing unseen. */
#include "channels/whatsapp.h"
#include "channels/whatsapp_json.h"
#include "channels/whatsapp_kinds.h"

#define MAX_PROFILE_NAME 128
#define MAX_SUMMARY 200

struct contact_key {
  str key; /* wa_id or user_id, in the JSON tree */
  const json_t *contact;
};
struct parser {
  struct arena *arena;
  struct wa_event *events;
  size_t count, cap;
  bool full;
  struct contact_key *keys; /* of the value at hand, sorted */
  size_t key_count, key_cap;
  str number_id; /* of the value at hand */
};

static void add(struct parser *p, const struct wa_event *e) {
  if (p->count == MAX_WA_UPDATES) {
    p->full = true;
    return;
  }
  if (p->count == p->cap) {
    size_t cap = p->cap ? p->cap * 2 : 16;
    struct wa_event *more = arena_array(p->arena, struct wa_event, cap);
    if (p->count) memcpy(more, p->events, p->count * sizeof *more);
    p->events = more;
    p->cap = cap;
  }
  p->events[p->count++] = *e;
}

static void add_kind(struct parser *p, enum wa_kind kind, str what) {
  add(p, &(struct wa_event){.kind = kind, .number_id = p->number_id, .choice_id = what, .media.size = -1});
}

/* Unix seconds as a string; milliseconds and plain numbers have been seen. 0 when there is no sense in it. */
static moment moment_at(const json_t *object, const char *key) {
  i64 v = js_i64(object, key, 0);
  if (v <= 0 || v >= 1000000000000000) return 0;
  return v >= 1000000000000 ? v : SECONDS(v);
}

/* ---- who ------------------------------------------------------------------------------------- */

static int by_key(const void *x, const void *y) {
  return str_cmp(((const struct contact_key *)x)->key, ((const struct contact_key *)y)->key);
}

static void add_key(struct parser *p, str key, const json_t *contact) {
  if (key.n) p->keys[p->key_count++] = (struct contact_key){key, contact};
}

/* contacts[] stands beside messages[], in any order and number: an index by both names of a person. */
static void index_contacts(struct parser *p, const json_t *contacts) {
  size_t n = json_array_size(contacts);
  if (n > MAX_WA_UPDATES) n = MAX_WA_UPDATES;
  if (2 * n > p->key_cap) {
    p->key_cap = 2 * n;
    p->keys = arena_array(p->arena, struct contact_key, p->key_cap);
  }
  p->key_count = 0;
  for (size_t i = 0; i < n; i++) {
    const json_t *c = json_array_get(contacts, i);
    add_key(p, js_raw(json_object_get(c, "wa_id")), c);
    add_key(p, js_raw(json_object_get(c, "user_id")), c);
  }
  if (p->key_count) qsort(p->keys, p->key_count, sizeof *p->keys, by_key);
}

static const json_t *contact_of(const struct parser *p, str key) {
  if (!key.n || !p->key_count) return NULL;
  struct contact_key wanted = {.key = key};
  const struct contact_key *hit = bsearch(&wanted, p->keys, p->key_count, sizeof *p->keys, by_key);
  return hit ? hit->contact : NULL;
}

/* Some shapes write a BSUID ("ID.1349...") where a phone number belongs. */
static void read_person(struct parser *p, const json_t *o, const char *phone_key, const char *bsuid_key,
                        struct wa_event *e) {
  str phone = js_raw(json_object_get(o, phone_key));
  if (str_starts(phone, S("+"))) phone = str_from(phone, 1);
  e->bsuid = js_id(p->arena, o, bsuid_key, MAX_WA_ID);
  if (str_all_digits(phone) && phone.n <= MAX_WA_PHONE)
    e->phone = arena_str(p->arena, phone);
  else if (!e->bsuid.n)
    e->bsuid = js_id(p->arena, o, phone_key, MAX_WA_ID);
}

/* The contact may know what the message left out: the name, and the other of phone and BSUID. */
static void read_profile(struct parser *p, struct wa_event *e) {
  const json_t *c = contact_of(p, e->bsuid);
  if (!c) c = contact_of(p, e->phone);
  const json_t *profile = json_object_get(c, "profile");
  e->profile_name = js_text(p->arena, profile, "name", MAX_PROFILE_NAME);
  if (!e->profile_name.n) e->profile_name = js_text(p->arena, profile, "username", MAX_PROFILE_NAME);
  struct wa_event seen = {0};
  read_person(p, c, "wa_id", "user_id", &seen);
  if (!e->phone.n) e->phone = seen.phone;
  if (!e->bsuid.n) e->bsuid = seen.bsuid;
}

/* ---- the pieces of a value ------------------------------------------------------------------- */

typedef void piece_reader(struct parser *p, const json_t *piece);

/* What an officer wrote in the phone app: the citizen is who it went to. */
static void read_echo(struct parser *p, const json_t *m) {
  struct wa_event e = {.number_id = p->number_id, .media.size = -1};
  wa_read_kind(p->arena, m, &e);
  e.kind = WA_ECHO;
  e.wamid = js_id(p->arena, m, "id", MAX_WA_ID);
  e.at = moment_at(m, "timestamp");
  read_person(p, m, "to", "to_user_id", &e);
  read_profile(p, &e);
  if (!e.wamid.n || (!e.phone.n && !e.bsuid.n)) e.kind = WA_UNKNOWN;
  add(p, &e);
}

static void read_message(struct parser *p, const json_t *m) {
  if (json_object_get(m, "to") || json_object_get(m, "to_user_id")) { /* never on a message that came in */
    read_echo(p, m);
    return;
  }
  struct wa_event e = {.number_id = p->number_id, .media.size = -1};
  wa_read_kind(p->arena, m, &e);
  e.wamid = js_id(p->arena, m, "id", MAX_WA_ID);
  e.at = moment_at(m, "timestamp");
  read_person(p, m, "from", "from_user_id", &e);
  read_profile(p, &e);
  if (!e.wamid.n || (!e.phone.n && !e.bsuid.n))
    e.kind = WA_UNKNOWN;
  else if (json_object_get(m, "group_id"))
    e.kind = WA_IGNORED;
  add(p, &e);
}

static const struct {
  const char *name;
  enum wa_status status;
} statuses[] = {
    {"sent", WA_SENT}, {"delivered", WA_DELIVERED}, {"read", WA_READ}, {"played", WA_PLAYED}, {"failed", WA_FAILED},
};

static void read_status(struct parser *p, const json_t *s) {
  str name = js_raw(json_object_get(s, "status"));
  struct wa_event e = {.kind = WA_IGNORED,
                       .number_id = p->number_id,
                       .wamid = js_id(p->arena, s, "id", MAX_WA_ID),
                       .at = moment_at(s, "timestamp"),
                       .callback_data = js_id(p->arena, s, "biz_opaque_callback_data", MAX_WA_CALLBACK),
                       .error_code = js_code(json_array_get(json_object_get(s, "errors"), 0), "code"),
                       .media.size = -1};
  for (size_t i = 0; i < COUNT(statuses); i++)
    if (str_is(name, statuses[i].name)) {
      e.kind = WA_STATUS;
      e.status = statuses[i].status;
    }
  read_person(p, s, "recipient_id", "recipient_user_id", &e);
  if (!e.wamid.n && !e.callback_data.n) e.kind = WA_UNKNOWN;
  add(p, &e);
}

static void read_error(struct parser *p, const json_t *o) {
  struct wa_event e = {.kind = WA_ERROR,
                       .number_id = p->number_id,
                       .error_code = js_code(o, "code"),
                       .text = js_text(p->arena, o, "title", MAX_SUMMARY),
                       .media.size = -1};
  add(p, &e);
}

static void ignore(struct parser *p, const json_t *o) {
  (void)o;
  add_kind(p, WA_IGNORED, STR_NONE);
}

static const struct {
  const char *key;
  piece_reader *read;
} pieces[] = {
    {"messages", read_message},    {"statuses", read_status},         {"errors", read_error},   {"groups", ignore},
    {"message_echoes", read_echo}, {"smb_message_echoes", read_echo}, {"user_actions", ignore},
};

static void read_value(struct parser *p, const json_t *value) {
  size_t before = p->count;
  index_contacts(p, json_object_get(value, "contacts"));
  for (size_t i = 0; i < COUNT(pieces); i++) {
    const json_t *list = json_object_get(value, pieces[i].key);
    for (size_t k = 0; k < json_array_size(list) && !p->full; k++) pieces[i].read(p, json_array_get(list, k));
  }
  if (p->count == before) add_kind(p, WA_UNKNOWN, STR_NONE);
}

/* ---- the fields of a subscription ------------------------------------------------------------ */

/* Matched from the start of changes[].field; first hit wins; what is in no row is WA_UNKNOWN. WA_TEXT stands for
 * the fields that carry messages. */
static const struct {
  const char *prefix;
  enum wa_kind kind;
} fields[] = {
    {"messages", WA_TEXT},
    {"smb_message_echoes", WA_TEXT},
    {"message_echoes", WA_TEXT},
    {"account_", WA_ACCOUNT},
    {"phone_number_", WA_ACCOUNT},
    {"business_", WA_ACCOUNT},
    {"message_template_", WA_ACCOUNT},
    {"template_category_update", WA_ACCOUNT},
    {"security", WA_ACCOUNT},
    {"partner_solutions", WA_ACCOUNT},
    {"user_preferences", WA_IGNORED},
    {"user_id_update", WA_IGNORED}, /* the next message carries both names anyway */
    {"smb_app_state_sync", WA_IGNORED},
    {"history", WA_IGNORED}, /* what was said before Loket came */
    {"group_", WA_IGNORED},
    {"calls", WA_IGNORED},
    {"flows", WA_IGNORED},
};

static enum wa_kind field_kind(str field) {
  for (size_t i = 0; i < COUNT(fields); i++)
    if (str_starts(field, str_of(fields[i].prefix))) return fields[i].kind;
  return WA_UNKNOWN;
}

/* choice_id = the field, text = what a person wants to read of it: "FLAGGED", "REJECTED loket_pembaruan_status". */
static void read_account(struct parser *p, const json_t *entry, const json_t *value, str field) {
  static const char *const keys[] = {
      "event",  "decision",     "new_category", "message_template_name", "requested_verified_name",
      "reason", "current_limit"};
  struct buf text = buf_new(p->arena, MAX_TEXT);
  for (size_t i = 0; i < COUNT(keys); i++) {
    str s = utf8_cut(js_raw(json_object_get(value, keys[i])), MAX_SUMMARY);
    if (s.n && text.n) buf_byte(&text, ' ');
    buf_add(&text, s);
  }
  struct wa_event e = {.kind = WA_ACCOUNT,
                       .number_id = p->number_id,
                       .at = moment_at(entry, "time"),
                       .choice_id = field,
                       .text = arena_str(p->arena, buf_str(&text)),
                       .media.size = -1};
  add(p, &e);
}

static void read_change(struct parser *p, const json_t *entry, const json_t *change) {
  const json_t *value = json_object_get(change, "value");
  str field = js_id(p->arena, change, "field", MAX_WA_ID);
  p->number_id = js_id(p->arena, json_object_get(value, "metadata"), "phone_number_id", MAX_WA_ID);
  enum wa_kind kind = json_is_object(value) ? field_kind(field) : WA_UNKNOWN;
  if (kind == WA_TEXT)
    read_value(p, value);
  else if (kind == WA_ACCOUNT)
    read_account(p, entry, value, field);
  else
    add_kind(p, kind, field);
}

static void read_entry(struct parser *p, const json_t *entry) {
  const json_t *changes = json_object_get(entry, "changes");
  size_t n = json_array_size(changes);
  p->number_id = STR_NONE;
  if (n == 0) add_kind(p, WA_UNKNOWN, STR_NONE);
  for (size_t i = 0; i < n && !p->full; i++) read_change(p, entry, json_array_get(changes, i));
}

enum err wa_parse(struct arena *a, str raw_body, struct wa_event **ret_events, size_t *ret_count) {
  struct parser p = {.arena = a};
  *ret_events = NULL;
  *ret_count = 0;
  if (raw_body.n > MAX_WEBHOOK_BODY) return E_LIMIT;
  json_auto_t *root = js_load(a, raw_body);
  if (!str_eq(js_raw(json_object_get(root, "object")), S("whatsapp_business_account"))) return E_INPUT;
  const json_t *entries = json_object_get(root, "entry");
  for (size_t i = 0; i < json_array_size(entries) && !p.full; i++) read_entry(&p, json_array_get(entries, i));
  if (p.full) return E_LIMIT;
  *ret_events = p.events;
  *ret_count = p.count;
  return E_OK;
}
