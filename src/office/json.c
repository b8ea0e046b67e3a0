#include "office/json.h"

str json_text(struct arena *a, json_t *o) {
  size_t n = json_dumpb(o, NULL, 0, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  char *p = arena_alloc(a, n + 1);
  json_dumpb(o, p, n, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  json_decref(o);
  return (str){p, n};
}

str json_member(const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : STR_NONE;
}

json_t *json_of(str s) { return json_stringn(s.p ? s.p : "", s.n); }
