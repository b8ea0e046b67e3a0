/* What the template compiler refuses, and that it names the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "tmpl.h"

/* Each source stands on lines 2 to n-1 of a template; line 0 = nothing is wrong with it. */
static const struct {
  size_t line;
  const char *source;
} rows[] = {
    /* places for a value */
    {0, "{{ v }}"},
    {0, "<p title=\"{{ v }}\" data-x=\"{{ v }}\" aria-label=\"{{ v }}\">"},
    {0, "<a href=\"{{ v }}\"><a href=\"/s/{{ v }}\"><img src=\"{{ v }}/{{ v }}\">"},
    {2, "<{{ v }}>"},
    {2, "<p {{ v }}>"},
    {2, "<p{{ v }}>"},
    {2, "<p title={{ v }}>"},
    {2, "<p title=x{{ v }}>"},
    {2, "<p title='{{ v }}'>"},
    {2, "<p onclick=\"{{ v }}\">"},
    {2, "<p ONCLICK=\"x\">"},
    {2, "<p style=\"{{ v }}\">"},
    {2, "<iframe srcdoc=\"{{ v }}\">"},
    {2, "<img srcset=\"{{ v }}\">"},
    {3, "\n<a href=\"java{{ v }}\">"},
    {2, "<!-- {{ v }} -->"},
    {2, "<script>{{ v }}</script>"},
    {2, "<script>alert(1)</script>"},
    {2, "<style>p{}</style>"},
    {3, "<style>\n{{ v }}</style>"},
    {0, "<script src=\"{{ v }}\" defer></script><p>{{ v }}</p>"},
    {0, "<!doctype html><!-- a -- b > c --><title>{{ v }}</title>"},
    {2, "<title><b></title>"},
    {2, "<base href=\"/\">"},
    {2, "a < b"},
    {2, "<p a=\"1\"b=\"2\">"},
    /* blocks */
    {0, "<option value=\"x\"{% if c %} selected{% end %}>"},
    {0, "<option {% if c %}selected{% end %}>"},
    {0, "<p class=\"a{% if c %} b{% else %} {{ v }}{% end %}\">"},
    {0, "{% each w in v->items[v->n] %}<p>{{ w->x }}</p>{% end %}"},
    {0, "{% each w in v->rows[i][f(a[1])] %}{{ w_i }}{% end %}"},
    {3, "{% if c %}<p\n{% else %}x{% end %}>"},
    {2, "{% if c %}<script>{% end %}"},
    {2, "<p title=\"{% if c %}\"{% end %}\">"},
    {2, "<a href=\"{% if c %}{{ v }}{% end %}{{ v }}\">"},
    {2, "<a href=\"{% if c %}java{% else %}data{% end %}{{ v }}\">"},
    {2, "<p {% each w in v->a[n] %}a=\"1\"{% end %}>"},
    {2, "<o{% if c %}n{% end %}click=\"x\">"},
    {2, "<p title='{% if c %}x{% end %}'>"},
    {2, "{% if %}{% end %}"},
    {3, "\n{% else %}"},
    {2, "{% if c %}{% else %}{% else %}{% end %}"},
    {2, "{% each w of v[3] %}{% end %}"},
    {2, "{% each w in v %}{% end %}"},
    {2, "<p {% call x() %}>"},
    {2, "{% call x %}"},
    {2, "{% hello %}"},
    {2, "{% template inner() %}{% end %}"},
    {1, "{% if c %}x{% end %}<p"},
    {1, "{% if c %}x"},
    {2, "{{ v"},
    {2, "{# never closed"},
    {2, "{% include \"a.h\" %}"},
    /* texts */
    {0, "{{t \"a.b\"}} {{t \"a.b\" n=f(p, \"x }} y\") m=a[1 + 2]}} {{k *key}} {{ k * 2 }} {{ t }}"},
    {2, "{{t \"a.b\" n}}"},
    {2, "{{t \"a;b\"}}"},
    {2, "{{}}"},
    {2, "{{t key}}"},
    {2, "{{k }}"},
};

static void faults_name_their_line(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(32u << 20);
    struct tmpl_result *r = arena_new_of(a, struct tmpl_result);
    tmpl_compile(a, "x.html", arena_printf(a, "{%% template x(str v) %%}\n%s\n{%% end %%}\n", rows[i].source), r);
    if (r->fault_line != rows[i].line)
      print_error("%s: line %zu, %s\n", rows[i].source, r->fault_line, r->fault.n ? r->fault.p : "no fault");
    assert_int_equal(r->fault_line, rows[i].line);
    arena_free(a);
  }
}

static void nothing_stands_outside_of_templates(void **state) {
  (void)state;
  static const char *const sources[] = {"x", "{{ v }}", "{% if c %}{% end %}", "{% end %}",
                                        "{% template x %}{% end %}"};
  for (size_t i = 0; i < COUNT(sources); i++) {
    struct arena *a = arena_new(32u << 20);
    struct tmpl_result *r = arena_new_of(a, struct tmpl_result);
    tmpl_compile(a, "x.html", str_of(sources[i]), r);
    assert_int_equal(r->fault_line, 1);
    arena_free(a);
  }
}

static void constants_become_one_call(void **state) {
  (void)state;
  struct arena *a = arena_new(32u << 20);
  struct tmpl_result *r = arena_new_of(a, struct tmpl_result);
  tmpl_compile(a, "x.html", S("{% template x() %}\n  <p>\n\n    a {# no #}b\n  </p>\n{% end %}"), r);
  assert_int_equal(r->fault_line, 0);
  assert_string_equal(arena_cstr(a, r->code),
                      "#line 1 \"x.html\"\nvoid x(struct page *p) {\npage_raw(p,\n  \"<p>\\n\"\n  \"a b\\n\"\n"
                      "  \"</p>\\n\", 13);\n}\n");
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(faults_name_their_line),
      cmocka_unit_test(nothing_stands_outside_of_templates),
      cmocka_unit_test(constants_become_one_call),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
