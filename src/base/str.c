#include "base.h"

const char *err_name(enum err e) {
  static const char *const names[] = {"ok",   "input", "denied", "not_found", "conflict",
                                      "rule", "limit", "io",     "bug"};
  return (size_t)e < COUNT(names) ? names[e] : "unknown";
}

str str_of(const char *z) { return z ? (str){z, strlen(z)} : STR_NONE; }

bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

/* Tables of codes are walked with it: most differ in their first letters, and no length is counted. */
bool str_is(str s, const char *word) {
  if (!s.n) return !word || !*word;
  return word && strncmp(s.p, word, s.n) == 0 && !memchr(s.p, 0, s.n) && !word[s.n];
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_nocase(str a, str b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (lower(a.p[i]) != lower(b.p[i])) return false;
  return true;
}

int str_cmp(str a, str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int c = n ? memcmp(a.p, b.p, n) : 0;
  return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix) { return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix); }

bool str_ends(str s, str suffix) { return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix); }

bool str_has(str haystack, str needle) {
  if (needle.n == 0) return true;
  if (haystack.n < needle.n) return false;
  for (size_t i = 0; i + needle.n <= haystack.n; i++)
    if (memcmp(haystack.p + i, needle.p, needle.n) == 0) return true;
  return false;
}

str str_from(str s, size_t at) {
  if (at >= s.n) return (str){s.p ? s.p + s.n : NULL, 0};
  return (str){s.p + at, s.n - at};
}

str str_sub(str s, size_t at, size_t n) {
  s = str_from(s, at);
  if (s.n > n) s.n = n;
  return s;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

str str_trim(str s) {
  while (s.n && is_space(s.p[0])) s = str_from(s, 1);
  while (s.n && is_space(s.p[s.n - 1])) s.n--;
  return s;
}

size_t str_find(str s, char c) {
  const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
  return hit ? (size_t)(hit - s.p) : s.n;
}

bool str_cut(str *rest, char sep, str *ret_part) {
  if (!rest->p) return false;
  size_t at = str_find(*rest, sep);
  *ret_part = str_sub(*rest, 0, at);
  *rest = at < rest->n ? str_from(*rest, at + 1) : STR_NONE;
  return true;
}

bool str_all_digits(str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n > 0;
}

str str_from_i64(i64 v, char room[I64_DIGITS]) {
  size_t at = I64_DIGITS;
  u64 rest = v < 0 ? 0 - (u64)v : (u64)v;
  do room[--at] = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (v < 0) room[--at] = '-';
  return (str){room + at, I64_DIGITS - at};
}

bool str_to_i64(str s, i64 *ret) {
  bool negative = s.n && s.p[0] == '-';
  if (negative) s = str_from(s, 1);
  if (!str_all_digits(s) || s.n > 19) return false;
  i64 v = 0;
  for (size_t i = 0; i < s.n; i++)
    if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v)) return false;
  *ret = negative ? -v : v;
  return true;
}

/* Length of the code point at s.p, or 0 if it is not well-formed (Unicode 15, table 3-7). */
static size_t utf8_step(str s) {
  const u8 *p = (const u8 *)s.p;
  if (p[0] == 0) return 0;
  if (p[0] < 0x80) return 1;
  if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
  size_t n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
  if (s.n < n) return 0;
  u8 low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
  u8 high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < n; i++)
    if (p[i] < 0x80 || p[i] > 0xBF) return 0;
  return n;
}

bool utf8_valid(str s) {
  while (s.n) {
    size_t n = utf8_step(s);
    if (!n) return false;
    s = str_from(s, n);
  }
  return true;
}

size_t utf8_count(str s) {
  size_t count = 0;
  for (size_t i = 0; i < s.n; i++) count += ((u8)s.p[i] & 0xC0) != 0x80;
  return count;
}

str utf8_cut(str s, size_t max) {
  size_t count = 0;
  for (size_t i = 0; i < s.n; i++)
    if (((u8)s.p[i] & 0xC0) != 0x80 && count++ == max) return str_sub(s, 0, i);
  return s;
}
