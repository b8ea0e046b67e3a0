/* channels/whatsapp_json: reading of JSON that somebody else wrote. Every reader takes NULL and the wrong type for
 * "not there"; every text comes back bounded and in the arena. Private to channels/whatsapp_*.c. */
#pragma once
#include <jansson.h>

#include "base/base.h"
#include "base/limits.h"

/* The tree of raw, or NULL when it is not JSON at all. What only a strict reader refuses (half an emoji at the end of a
 * cut name, a number too long) is mended: it must not cost the other 999 updates of a body. Free with json_decref. */
json_t *js_load(struct arena *a, str raw);

static inline str js_raw(const json_t *string) {
  return json_is_string(string) ? (str){json_string_value(string), json_string_length(string)} : STR_NONE;
}

/* A text for people: at most max code points, cut on one. */
static inline str js_text(struct arena *a, const json_t *object, const char *key, size_t max) {
  return arena_str(a, utf8_cut(js_raw(json_object_get(object, key)), max));
}

/* An opaque id or address: all of it or nothing, for a cut one would name something else. */
static inline str js_id(struct arena *a, const json_t *object, const char *key, size_t max) {
  str s = js_raw(json_object_get(object, key));
  return s.n <= max ? arena_str(a, s) : STR_NONE;
}

/* A whole number, written as a number or as a string of digits; `otherwise` when it is neither. */
static inline i64 js_i64(const json_t *object, const char *key, i64 otherwise) {
  const json_t *v = json_object_get(object, key);
  i64 n;
  if (json_is_integer(v)) return json_integer_value(v);
  if (json_is_real(v)) {
    double d = json_real_value(v);
    return d > -9e15 && d < 9e15 ? (i64)d : otherwise;
  }
  return str_to_i64(js_raw(v), &n) ? n : otherwise;
}

/* A code of the error table; 0 when there is none. */
static inline int js_code(const json_t *object, const char *key) {
  i64 code = js_i64(object, key, 0);
  return code > 0 && code < 100000000 ? (int)code : 0;
}

/* base64 in webhooks, hex in the answer of GET /{media-id}: told apart by their lengths. */
static inline bool js_sha256(const json_t *object, const char *key, struct sha256 *ret) {
  str s = js_raw(json_object_get(object, key));
  return hex_decode(s, ret->b, sizeof ret->b) || (s.n == 44 && base64_decode(s, ret->b, sizeof ret->b));
}

/* "Audio/OGG; codecs=opus" -> "audio/ogg" */
static inline str js_mime(struct arena *a, const json_t *object, const char *key) {
  str s = js_raw(json_object_get(object, key));
  s = str_trim(str_sub(s, 0, str_find(s, ';')));
  return s.n <= MAX_WA_ID ? arena_lower(a, s) : STR_NONE;
}
