#include "web/api/json_out.h"

#include "base/limits.h"

struct json_out json_out_new(struct arena *a) {
  struct json_out o = {.buf = buf_new(a, MAX_PAGE), .first = true};
  buf_byte(&o.buf, '{');
  return o;
}

str json_out_end(struct json_out *o) {
  buf_byte(&o->buf, '}');
  return buf_str(&o->buf);
}

static void quoted_escape(struct buf *b, u8 c) {
  static const char *const hex = "0123456789abcdef";
  static const char shorts[] = "b\bf\fn\nr\rt\t\"\"\\\\";
  char pair[2] = {'\\', 0};
  for (size_t i = 1; i < sizeof shorts; i += 2)
    if ((u8)shorts[i] == c) pair[1] = shorts[i - 1];
  if (pair[1]) {
    buf_add(b, (str){pair, 2});
    return;
  }
  char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
  buf_add(b, (str){six, 6});
}

/* RFC 8259, 7: the quotation mark, the backslash and control characters; all else as it is (UTF-8). */
static bool plain(u8 c) { return c >= 0x20 && c != '"' && c != '\\'; }

void out_text(struct json_out *o, str s) {
  struct buf *b = &o->buf;
  size_t from = 0, i = 0;
  while (i < s.n && plain((u8)s.p[i])) i++;
  char *p = buf_space(b, i + 1);
  if (p) p[0] = '"', memcpy(p + 1, s.n ? s.p : "", i);
  for (from = i; i < s.n; i++) {
    if (plain((u8)s.p[i])) continue;
    buf_add(b, str_sub(s, from, i - from));
    quoted_escape(b, (u8)s.p[i]);
    from = i + 1;
  }
  buf_add(b, str_from(s, from));
  buf_byte(b, '"');
}

/* ,"name": in one go */
void out_name(struct json_out *o, const char *name, size_t n) {
  size_t comma = !o->first;
  o->first = false;
  char *p = buf_space(&o->buf, comma + (name ? n + 3 : 0));
  if (!p) return;
  if (comma) *p++ = ',';
  if (!name) return;
  *p++ = '"';
  memcpy(p, name, n);
  memcpy(p + n, "\":", 2);
}

void out_open(struct json_out *o, char bracket) {
  buf_byte(&o->buf, bracket);
  o->first = true;
}

void put_close(struct json_out *o, char bracket) {
  buf_byte(&o->buf, bracket);
  o->first = false;
}

void out_int(struct json_out *o, i64 v) {
  char digits[I64_DIGITS];
  buf_add(&o->buf, str_from_i64(v, digits));
}

static char *two(char *p, int n) {
  p[0] = (char)('0' + n / 10 % 10);
  p[1] = (char)('0' + n % 10);
  return p + 2;
}

void out_time(struct json_out *o, moment m) {
  if (!m) {
    buf_add(&o->buf, S("null"));
    return;
  }
  i64 seconds = m / 1000;
  struct date d = date_of_days(seconds / 86400);
  int rest = (int)(seconds % 86400);
  char text[22] = "\"", *p = two(two(text + 1, d.year / 100), d.year % 100);
  *p++ = '-', p = two(p, d.month);
  *p++ = '-', p = two(p, d.day);
  *p++ = 'T', p = two(p, rest / 3600);
  *p++ = ':', p = two(p, rest / 60 % 60);
  *p++ = ':', p = two(p, rest % 60);
  *p++ = 'Z', *p++ = '"';
  buf_add(&o->buf, (str){text, (size_t)(p - text)});
}
