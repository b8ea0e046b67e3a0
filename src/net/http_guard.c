#include "net/http_guard.h"

static const char *const method_names[HTTP_METHODS] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

const char *http_method_name(enum http_method m) { return (size_t)m < HTTP_METHODS ? method_names[m] : "?"; }

/* RFC 9110, 5.6.2: the characters of a token, and so of a header name. A blank before the colon is not one. */
static const bool token_char[256] = {
    ['0' ... '9'] = true, ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['!'] = true, ['#'] = true, ['$'] = true,
    ['%'] = true,         ['&'] = true,         ['\''] = true,        ['*'] = true, ['+'] = true, ['-'] = true,
    ['.'] = true,         ['^'] = true,         ['_'] = true,         ['`'] = true, ['|'] = true, ['~'] = true,
};

static bool good_name(str name) {
  for (size_t i = 0; i < name.n; i++)
    if (!token_char[(u8)name.p[i]]) return false;
  return name.n > 0;
}

static bool good_value(str value) {
  for (size_t i = 0; i < value.n; i++) {
    u8 c = (u8)value.p[i];
    if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
  }
  return true;
}

static void see_length(struct guard *g, str value) {
  g->lengths++;
  if (!str_all_digits(value) || !str_to_i64(value, &g->content_length)) g->bad = true;
}

static void see_encoding(struct guard *g, str value) {
  g->encodings++;
  g->chunked = true;
  if (!str_eq_nocase(value, S("chunked"))) g->bad = true;
}

static void see_host(struct guard *g, str value) {
  (void)value;
  g->hosts++;
}

static void see_expect(struct guard *g, str value) {
  if (str_eq_nocase(value, S("100-continue"))) g->waits_for_continue = true;
}

static void see_forwarded(struct guard *g, str value) { g->forwarded_for = value; }

static enum MHD_Result see_header(void *self, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                  const char *value, size_t value_size) {
  static const struct {
    str name;
    void (*see)(struct guard *g, str value);
  } known[] = {
      {{"content-length", 14}, see_length}, {{"transfer-encoding", 17}, see_encoding}, {{"host", 4}, see_host},
      {{"expect", 6}, see_expect},          {{"x-forwarded-for", 15}, see_forwarded},
  };
  (void)kind;
  struct guard *g = self;
  str n = {name, name_size}, v = {value ? value : "", value_size};
  if (!good_name(n) || !good_value(v)) g->bad = true;
  for (size_t i = 0; i < COUNT(known); i++)
    if (str_eq_nocase(n, known[i].name)) known[i].see(g, v);
  return MHD_YES;
}

/* 501 for a method nobody knows, 405 for one that HTTP knows and this server never serves. */
static int read_method(const char *name, enum http_method *ret) {
  for (size_t i = 0; i < HTTP_METHODS; i++) {
    if (strcmp(name, method_names[i]) != 0) continue;
    *ret = (enum http_method)i;
    return 0;
  }
  return strcmp(name, "TRACE") == 0 || strcmp(name, "CONNECT") == 0 ? 405 : 501;
}

int http_guard(struct MHD_Connection *c, const char *method, const char *version, struct guard *ret) {
  *ret = (struct guard){.content_length = -1};
  bool old = strcmp(version, "HTTP/1.0") == 0;
  if (!old && strcmp(version, "HTTP/1.1") != 0) return 505;
  MHD_get_connection_values_n(c, MHD_HEADER_KIND, see_header, ret);
  bool bad_hosts = old ? ret->hosts > 1 : ret->hosts != 1;
  bool bad_frame = ret->lengths + ret->encodings > 1 || (old && ret->encodings);
  if (ret->bad || bad_hosts || bad_frame) return 400;
  return read_method(method, &ret->method);
}
