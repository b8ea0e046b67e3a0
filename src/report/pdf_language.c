#include "report/pdf_language.h"

#include "base/limits.h"

/* Offset behind the last `what` in s, or 0. */
static size_t behind_last(str s, str what) {
  for (size_t at = s.n >= what.n ? s.n - what.n + 1 : 0; at-- > 0;)
    if (memcmp(s.p + at, what.p, what.n) == 0) return at + what.n;
  return 0;
}

static size_t find(str s, str what) {
  const char *hit = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
  return hit ? (size_t)(hit - s.p) : s.n;
}

/* The number behind `key` in a dictionary: "/Size 42" gives 42. */
static bool number_after(str dict, str key, i64 *ret) {
  size_t at = find(dict, key);
  if (at == dict.n) return false;
  str rest = str_trim(str_from(dict, at + key.n));
  size_t digits = 0;
  while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9') digits++;
  return str_to_i64(str_sub(rest, 0, digits), ret);
}

enum err pdf_set_language(struct arena *a, str pdf, str tag, str *ret_pdf) {
  str trailer = str_from(pdf, behind_last(pdf, S("\ntrailer")));
  i64 size, root, info, xref;
  if (!number_after(trailer, S("/Size"), &size) || !number_after(trailer, S("/Root"), &root) ||
      !number_after(trailer, S("/Info"), &info) || !number_after(trailer, S("startxref"), &xref))
    return E_BUG;
  str head = arena_printf(a, "\n%lld 0 obj\n<<", (long long)root);
  size_t from = behind_last(pdf, head);
  str catalog = str_sub(pdf, from, find(str_from(pdf, from), S("\nendobj")));
  if (!from || !str_has(catalog, S("/Type /Catalog"))) return E_BUG;

  struct buf b = buf_new(a, MAX_PAPER);
  buf_add(&b, pdf);
  size_t object = b.n + 1;
  buf_add(&b, head);
  buf_printf(&b, " /Lang (" STR_FMT ") /ViewerPreferences << /DisplayDocTitle true >>", STR_ARG(tag));
  buf_add(&b, catalog);
  buf_add(&b, S("\nendobj\n"));
  size_t table = b.n;
  buf_printf(&b, "xref\n%lld 1\n%010zu 00000 n \n", (long long)root, object);
  buf_printf(&b, "trailer\n<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %lld >>\nstartxref\n%zu\n%%%%EOF\n",
             (long long)size, (long long)root, (long long)info, (long long)xref, table);
  if (b.full) return E_LIMIT;
  *ret_pdf = buf_str(&b);
  return E_OK;
}
