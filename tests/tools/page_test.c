/* Compiled templates: what a browser gets when the values are hostile, and what the language of templates makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "hostile_gen.h"
#include "web/assets.h"

static struct page new_page(struct arena *a) {
  return (struct page){.arena = a, .out = buf_new(a, 65536), .lang = LANG_ID};
}
static void expect(const struct page *p, const char *html) {
  assert_false(p->out.full);
  assert_string_equal(arena_cstr(p->arena, buf_str(&p->out)), html);
}

#define SCRIPT "<script>alert(1)</script>"
#define SCRIPT_ESCAPED "&lt;script&gt;alert(1)&lt;/script&gt;"
#define QUOTES "\" onclick='x' & `"
#define QUOTES_ESCAPED "&quot; onclick=&#39;x&#39; &amp; `"

static const struct {
  void (*template)(struct page *p, str v);
  const char *value, *html;
} hostile[] = {
    {hostile_text, SCRIPT, "<p>" SCRIPT_ESCAPED "</p>"},
    {hostile_text, QUOTES, "<p>" QUOTES_ESCAPED "</p>"},
    {hostile_text, "&lt;", "<p>&amp;lt;</p>"},
    {hostile_text, NULL, "<p></p>"},
    {hostile_url, NULL, "<a href=\"#\">x</a>"},
    {hostile_url_part, NULL, "<a href=\"/s/?n=7\">x</a>"},
    {hostile_rcdata, "</textarea>" SCRIPT, "<textarea name=\"a\">&lt;/textarea&gt;" SCRIPT_ESCAPED "</textarea>"},
    {hostile_attribute, QUOTES, "<p title=\"a " QUOTES_ESCAPED "\">x</p>"},
    {hostile_attribute, "\">" SCRIPT, "<p title=\"a &quot;&gt;" SCRIPT_ESCAPED "\">x</p>"},
    {hostile_url, "javascript:alert(1)", "<a href=\"#\">x</a>"},
    {hostile_url, " javascript:alert(1)", "<a href=\"#\">x</a>"},
    {hostile_url, "JaVaScRiPt:alert(1)", "<a href=\"#\">x</a>"},
    {hostile_url, "data:text/html," SCRIPT, "<a href=\"#\">x</a>"},
    {hostile_url, "//evil.example/", "<a href=\"#\">x</a>"},
    {hostile_url, "", "<a href=\"#\">x</a>"},
    {hostile_url, "/\\evil.example", "<a href=\"/%5Cevil.example\">x</a>"},
    {hostile_url, "/\t/evil.example", "<a href=\"/%09/evil.example\">x</a>"},
    {hostile_url, "/a?b=1&c='\"><b>", "<a href=\"/a?b=1&amp;c=&#39;%22%3E%3Cb%3E\">x</a>"},
    {hostile_url, "tel:+62370", "<a href=\"tel:+62370\">x</a>"},
    {hostile_url_part, "a/../b?c&d#e%2F", "<a href=\"/s/a%2F..%2Fb%3Fc%26d%23e%252F?n=7\">x</a>"},
    {hostile_url_part, QUOTES, "<a href=\"/s/%22%20onclick%3D%27x%27%20%26%20%60?n=7\">x</a>"},
    {hostile_argument, "<&", "<b>&lt;&amp; &lt; &lt;&amp;</b>"},
};

static void hostile_values_stay_values(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(hostile); i++) {
    struct arena *a = arena_new(1u << 20);
    struct page p = new_page(a);
    hostile[i].template(&p, str_of(hostile[i].value));
    expect(&p, hostile[i].html);
    arena_free(a);
  }
}

static void a_url_begun_in_one_branch_is_continued_in_both(void **state) {
  (void)state;
  struct arena *a = arena_new(1u << 20);
  struct page p = new_page(a), q = new_page(a);
  hostile_branch_url(&p, S("javascript:x"), true);
  expect(&p, "<a href=\"/s/javascript%3Ax\">x</a>");
  hostile_branch_url(&q, S("/x"), false);
  expect(&q, "<a href=\"/x%2Fx\">x</a>");
  arena_free(a);
}

static void the_language_makes_small_pages(void **state) {
  (void)state;
  static const struct shape_word words[] = {{{"a", 1}, 1}, {{"b", 1}, 2}};
  static const struct {
    size_t count;
    const char *list;
  } rows[] = {
      {0, "<li>none</li>\n"},
      {1, "<li>one</li>\n"},
      {2, "<li value=\"0\">a\n<i>n 1</i>\n\n</li>\n<li value=\"1\">b\n<i class=\"many\">n 2</i>\n\n</li>\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(1u << 20);
    struct page p = new_page(a);
    shapes(&p, &(struct shape_view){words, rows[i].count});
    str html = arena_printf(a, "<ul>\n%s</ul>\n<pre>\n  kept Jumat\n</pre>\nJumat\n", rows[i].list);
    expect(&p, html.p);
    arena_free(a);
  }
}

static void a_file_is_found_by_name_and_hash_only(void **state) {
  (void)state;
  for (size_t i = 0; i < ASSET_COUNT; i++) {
    struct arena *a = arena_new(4096);
    str name = arena_printf(a, "%s.%s", assets[i].hash, assets[i].name);
    assert_ptr_equal(asset_find(name), &assets[i]);
    assert_null(asset_find(arena_printf(a, "00000000.%s", assets[i].name)));
    assert_null(asset_find(str_of(assets[i].name)));
    arena_free(a);
  }
  assert_true(strlen(ASSET_LOKET_CSS) == strlen("/a/12345678.loket.css"));
  const struct asset *css = asset_find(str_from(str_of(ASSET_LOKET_CSS), 3));
  assert_non_null(css);
  assert_string_equal(css->type, "text/css; charset=utf-8");
  assert_true(css->gz && css->gz_n < css->n && css->gz[0] == 0x1f && css->gz[1] == 0x8b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hostile_values_stay_values),
      cmocka_unit_test(a_url_begun_in_one_branch_is_continued_in_both),
      cmocka_unit_test(the_language_makes_small_pages),
      cmocka_unit_test(a_file_is_found_by_name_and_hash_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
