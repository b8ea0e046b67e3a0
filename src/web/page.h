/* web/page: what a compiled template writes into. Templates are src/web/pages/<who>/<page>.html, compiled to C by tools/tmpl:
 * a template `{% template status_page(const struct status_view *v) %}` becomes
 *   void status_page(struct page *p, const struct status_view *v);
 * Every value is escaped by its position (text, attribute, URL); there is no way to write a raw value. */
#pragma once
#include "base/base.h"
#include "locale/text.h"

struct page {
  struct arena *arena;
  struct buf out;
  enum lang lang;
  str csrf;        /* the token every form carries; empty for citizens without a session */
  str office_name; /* "Dukcapil Kota Mataram" */
  str officer;     /* name of who is logged in; empty = nobody */
  bool reads;      /* may read files: all but the administrator */
  bool works;      /* moves files and stands at a counter */
  bool takes;      /* may take a complaint at the counter */
  bool hears;      /* may read complaints */
  bool leads;      /* may read the figures of the head of the office */
  bool demo;
  str path;        /* of this page, for the language switch and the active menu entry */
};

void page_raw(struct page *p, const char *bytes, size_t n); /* only generated code calls this, with constants */
/* Escapes for HTML text and for double-quoted attributes alike: & < > " ' and nothing else. */
void page_str(struct page *p, str s);
void page_cstr(struct page *p, const char *s);
void page_int(struct page *p, i64 n);
#define page_value(p, v) \
  _Generic((v), str: page_str, const char *: page_cstr, char *: page_cstr, int: page_int, i64: page_int, \
           unsigned: page_int, size_t: page_int)((p), (v))
/* A value at the place of a URL (href, src, action): percent-encodes what a URL may not hold; a value that begins
 * the URL must start with '/' (not "//", which names another host), "https://", "http://", "tel:", "mailto:" or '#', else "#" is written. */
void page_url(struct page *p, str s);      /* begins the URL */
void page_url_cstr(struct page *p, const char *s);
#define page_url_start(p, v) \
  _Generic((v), str: page_url, const char *: page_url_cstr, char *: page_url_cstr)((p), (v))
void page_url_part(struct page *p, str s); /* inside a URL: one path segment or query value */
#define page_url_value(p, v) \
  _Generic((v), str: page_url_part, const char *: page_url_part_cstr, char *: page_url_part_cstr, int: page_url_part_int, \
           i64: page_url_part_int, unsigned: page_url_part_int, size_t: page_url_part_int)((p), (v))
void page_url_part_cstr(struct page *p, const char *s);
void page_url_part_int(struct page *p, i64 n);
