#include "net/form.h"

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum err percent_decode(struct arena *a, str text, bool plus_is_space, str *ret) {
  char *to = arena_alloc(a, text.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (text.n - i < 3) return E_INPUT;
      int high = hex_digit(text.p[i + 1]), low = hex_digit(text.p[i + 2]);
      if (high < 0 || low < 0) return E_INPUT;
      c = (char)(high * 16 + low);
      i += 2;
    }
    to[n++] = c;
  }
  *ret = (str){to, n};
  return utf8_valid(*ret) ? E_OK : E_INPUT;
}

/* "a=1&&b" has two pieces: empty ones do not count. */
static size_t count_pieces(str text) {
  size_t n = 0;
  for (str piece; str_cut(&text, '&', &piece);) n += piece.n > 0;
  return n;
}

enum err form_decode(struct arena *a, str text, size_t max_fields, struct fields *ret) {
  *ret = (struct fields){0};
  size_t count = count_pieces(text);
  if (count > max_fields) return E_INPUT;
  struct field *at = arena_array(a, struct field, count ? count : 1);
  size_t n = 0;
  for (str piece, name; str_cut(&text, '&', &piece);) {
    if (piece.n == 0) continue;
    str value = piece;
    str_cut(&value, '=', &name);
    TRY(percent_decode(a, name, true, &at[n].name));
    TRY(percent_decode(a, value, true, &at[n].value));
    n++;
  }
  *ret = (struct fields){at, n};
  return E_OK;
}

str field_get(const struct fields *f, str name) {
  for (size_t i = 0; i < f->n; i++)
    if (str_eq(f->at[i].name, name)) return f->at[i].value;
  return STR_NONE;
}
