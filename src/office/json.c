#include "office/json.h"

str json_text(struct arena *a, json_t *o) {
  char small[1024];
  size_t n = json_dumpb(o, small, sizeof small, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  char *p = arena_alloc(a, n + 1);
  if (n <= sizeof small) memcpy(p, small, n);
  else json_dumpb(o, p, n, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  json_decref(o);
  return (str){p, n};
}

void json_put(struct buf *b, const char *name, str value) {
  if (!value.n || !utf8_valid(value)) return;
  buf_add(b, b->n > 1 ? S(",\"") : S("\""));
  buf_add(b, str_of(name));
  buf_add(b, S("\":\""));
  for (size_t i = 0; i < value.n; i++) {
    u8 byte = (u8)value.p[i];
    if (byte < ' ') buf_printf(b, "\\u%04x", byte);
    else if (byte == '"' || byte == '\\') buf_printf(b, "\\%c", byte);
    else buf_byte(b, (char)byte);
  }
  buf_byte(b, '"');
}

str json_member(const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : STR_NONE;
}

json_t *json_of(str s) { return json_stringn(s.p ? s.p : "", s.n); }
