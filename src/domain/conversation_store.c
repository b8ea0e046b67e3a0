/* domain/conversation: the stored form of a chat. A format of our own; reading anything else gives a fresh chat. */
#include "domain/conversation.h"

#include <jansson.h>

#define FORMAT 1
#define MAX_STORED 4096
#define MAX_CODE 600

struct chat chat_new(void) {
  return (struct chat){.answers = answers_none()};
}

/* One table for both directions. */
static const struct {
  const char *key;
  size_t at;
} moments[] = {
    {"silent_until", offsetof(struct chat, bot_silent_until)},
    {"last_in", offsetof(struct chat, last_in_at)},
    {"quiet_at", offsetof(struct chat, quiet_at)},
    {"quiet_since", offsetof(struct chat, quiet_since)},
    {"idle_at", offsetof(struct chat, idle_at)},
    {"told_unsupported", offsetof(struct chat, told_unsupported_at)},
    {"told_waiting", offsetof(struct chat, told_waiting_at)},
    {"batch_media", offsetof(struct chat, batch_media)},
};
static const struct {
  const char *key;
  size_t at;
} codes[] = {
    {"service", offsetof(struct chat, service)},
    {"version", offsetof(struct chat, version)},
    {"question", offsetof(struct chat, question)},
    {"wanted", offsetof(struct chat, wanted)},
    {"batch_requirement", offsetof(struct chat, batch_requirement)},
    {"number", offsetof(struct chat, number)},
    {"correcting", offsetof(struct chat, correcting)},
    {"options", offsetof(struct chat, options)},
    {"booking_name", offsetof(struct chat, booking_name)},
    {"booking_reason", offsetof(struct chat, booking_reason)},
    {"survey", offsetof(struct chat, survey)},
    {"survey_at", offsetof(struct chat, survey_at)},
};
static const struct {
  const char *key;
  size_t at;
} flags[] = {
    {"opted_out", offsetof(struct chat, opted_out)},
    {"privacy_told", offsetof(struct chat, privacy_told)},
};
#define FIELD(chat, type, row) ((type *)(void *)((char *)(chat) + (row).at))
#define FIELD_OF(chat, type, row) ((const type *)(const void *)((const char *)(chat) + (row).at))

static json_t *answers_json(const struct answers *a) {
  size_t n = MAX_QUESTIONS;
  while (n > 0 && a->choice[n - 1] == UNANSWERED) n--;
  json_t *list = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(list, json_integer(a->choice[i]));
  return list;
}

str chat_to_json(struct arena *a, const struct chat *c) {
  json_t *o = json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "format", FORMAT, "step", (int)c->step, "mode",
                        (int)c->mode, "lang", (int)c->lang, "batch", c->batch, "errors", c->errors_in_a_row, "answers",
                        answers_json(&c->answers));
  for (size_t i = 0; i < COUNT(moments); i++)
    json_object_set_new(o, moments[i].key, json_integer(*FIELD_OF(c, moment, moments[i])));
  for (size_t i = 0; i < COUNT(codes); i++) {
    const str *s = FIELD_OF(c, str, codes[i]);
    if (s->n) json_object_set_new(o, codes[i].key, json_stringn(s->p, s->n));
  }
  for (size_t i = 0; i < COUNT(flags); i++)
    json_object_set_new(o, flags[i].key, json_boolean(*FIELD_OF(c, bool, flags[i])));
  char *room = arena_alloc(a, MAX_STORED);
  size_t n = json_dumpb(o, room, MAX_STORED, JSON_COMPACT | JSON_SORT_KEYS);
  json_decref(o);
  return n <= MAX_STORED ? (str){room, n} : S("{}");
}

static bool read_small(const json_t *o, const char *key, int below, int *ret) {
  const json_t *v = json_object_get(o, key);
  json_int_t n = json_integer_value(v);
  if (!json_is_integer(v) || n < 0 || n >= below) return false;
  *ret = (int)n;
  return true;
}

static bool read_answers(const json_t *o, struct answers *ret) {
  const json_t *list = json_object_get(o, "answers");
  if (!json_is_array(list) || json_array_size(list) > MAX_QUESTIONS) return false;
  *ret = answers_none();
  for (size_t i = 0; i < json_array_size(list); i++) {
    json_int_t n = json_integer_value(json_array_get(list, i));
    if (n < 0 || n > UNANSWERED) return false;
    ret->choice[i] = (u8)n;
  }
  return true;
}

static bool read_rows(struct arena *a, const json_t *o, struct chat *c) {
  for (size_t i = 0; i < COUNT(moments); i++) {
    const json_t *v = json_object_get(o, moments[i].key);
    if (!json_is_integer(v) || json_integer_value(v) < 0) return false;
    *FIELD(c, moment, moments[i]) = json_integer_value(v);
  }
  for (size_t i = 0; i < COUNT(codes); i++) {
    const json_t *v = json_object_get(o, codes[i].key);
    if (v && (!json_is_string(v) || json_string_length(v) > MAX_CODE)) return false;
    if (v) *FIELD(c, str, codes[i]) = arena_str(a, (str){json_string_value(v), json_string_length(v)});
  }
  for (size_t i = 0; i < COUNT(flags); i++) *FIELD(c, bool, flags[i]) = json_is_true(json_object_get(o, flags[i].key));
  return true;
}

static bool read_chat(struct arena *a, const json_t *o, struct chat *c) {
  int format, step, mode, lang;
  if (!read_small(o, "format", FORMAT + 1, &format) || format != FORMAT) return false;
  if (!read_small(o, "step", CHAT_STEPS, &step) || !read_small(o, "mode", CHAT_MODES, &mode)) return false;
  if (!read_small(o, "lang", LANGS, &lang) || !read_small(o, "batch", 1 << 20, &c->batch)) return false;
  if (!read_small(o, "errors", 100, &c->errors_in_a_row) || !read_answers(o, &c->answers)) return false;
  c->step = (enum chat_step)step;
  c->mode = (enum chat_mode)mode;
  c->lang = (enum lang)lang;
  return read_rows(a, o, c);
}

struct chat chat_from_json(struct arena *a, str json) {
  struct chat c = chat_new();
  json_t *o = json.n ? json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
  bool good = read_chat(a, o, &c);
  json_decref(o);
  return good ? c : chat_new();
}
