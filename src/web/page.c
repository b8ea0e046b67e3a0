#include "web/page.h"

void page_raw(struct page *p, const char *bytes, size_t n) { buf_add(&p->out, (str){bytes, n}); }

/* ---- text and attributes -------------------------------------------------------------------- */

static const str entities[256] = {
    ['&'] = {"&amp;", 5}, ['<'] = {"&lt;", 4}, ['>'] = {"&gt;", 4}, ['"'] = {"&quot;", 6}, ['\''] = {"&#39;", 5}};

void page_str(struct page *p, str s) {
  size_t from = 0;
  for (size_t i = 0; i < s.n; i++) {
    str entity = entities[(u8)s.p[i]];
    if (!entity.n) continue;
    buf_add(&p->out, str_sub(s, from, i - from));
    buf_add(&p->out, entity);
    from = i + 1;
  }
  buf_add(&p->out, str_from(s, from));
}

void page_cstr(struct page *p, const char *s) { page_str(p, str_of(s)); }

void page_int(struct page *p, i64 n) { buf_printf(&p->out, "%lld", (long long)n); }

/* ---- URLs ----------------------------------------------------------------------------------- */

#define URL_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
#define URL_DELIMITERS ":/?#[]@!$&'()*+,;=%"

static bool one_of(char c, const char *set) { return c && strchr(set, c); }

static void url_encode(struct page *p, str s, const char *kept) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (one_of(c, URL_LETTERS)) {
      buf_byte(&p->out, c);
    } else if (one_of(c, kept)) {
      page_str(p, (str){&c, 1});
    } else {
      buf_printf(&p->out, "%%%02X", (u8)c);
    }
  }
}

static bool harmless_start(str url) {
  static const str schemes[] = {{"https://", 8}, {"http://", 7}, {"tel:", 4}, {"mailto:", 7}, {"#", 1}};
  if (str_starts(url, S("/"))) return !str_starts(url, S("//"));
  for (size_t i = 0; i < COUNT(schemes); i++)
    if (str_starts(url, schemes[i])) return true;
  return false;
}

void page_url(struct page *p, str s) {
  if (harmless_start(s)) {
    url_encode(p, s, URL_DELIMITERS);
  } else {
    buf_byte(&p->out, '#');
  }
}
void page_url_cstr(struct page *p, const char *s) { page_url(p, str_of(s)); }

void page_url_part(struct page *p, str s) { url_encode(p, s, ""); }
void page_url_part_cstr(struct page *p, const char *s) { page_url_part(p, str_of(s)); }
void page_url_part_int(struct page *p, i64 n) { page_int(p, n); }
