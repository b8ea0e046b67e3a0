#include "channels/whatsapp_json.h"

static bool hex_escape(str s, unsigned *ret) {
  u8 b[2];
  if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u' || !hex_decode(str_sub(s, 2, 4), b, 2)) return false;
  *ret = (unsigned)b[0] << 8 | b[1];
  return true;
}

/* Bytes of the escape at s; an escape that no text may hold (NUL, half a surrogate pair) becomes U+FFFD. */
static size_t mend_escape(char *p, str s) {
  unsigned first, second;
  if (!hex_escape(s, &first)) return s.n < 2 ? 1 : 2;
  bool high = first >= 0xD800 && first < 0xDC00, low = first >= 0xDC00 && first < 0xE000;
  if (high && hex_escape(str_from(s, 6), &second) && second >= 0xDC00 && second < 0xE000) return 12;
  if (high || low || first == 0) memcpy(p + 2, "fffd", 4);
  return 6;
}

/* Bytes of the well-formed code point at s, or 0. */
static size_t code_point(str s) {
  for (size_t n = 2; n <= 4 && n <= s.n; n++)
    if (utf8_valid(str_sub(s, 0, n))) return n;
  return 0;
}

/* The same text, as long as it was, without what a strict reader refuses. */
static str mend(struct arena *a, str raw) {
  char *p = arena_alloc(a, raw.n + 1);
  if (raw.n) memcpy(p, raw.p, raw.n);
  for (size_t i = 0; i < raw.n;) {
    str rest = {p + i, raw.n - i};
    size_t n = 1;
    if (p[i] == '\\') {
      n = mend_escape(p + i, rest);
    } else if ((u8)p[i] >= 0x80) {
      n = code_point(rest);
      if (n == 0) {
        p[i] = '?';
        n = 1;
      }
    } else if ((u8)p[i] < 0x20) {
      p[i] = ' ';
    }
    i += n;
  }
  return (str){p, raw.n};
}

json_t *js_load(struct arena *a, str raw) {
  json_t *root = json_loadb(raw.p ? raw.p : "", raw.n, 0, NULL);
  if (root) return root;
  str mended = mend(a, raw);
  return json_loadb(mended.p, mended.n, JSON_DECODE_INT_AS_REAL, NULL);
}
