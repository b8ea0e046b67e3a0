#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/form.h"

static void test_decode_table(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum err want;
    const char *fields; /* name=value; in order */
  } rows[] = {
      {"", E_OK, ""},
      {"a=1&b=2", E_OK, "a=1;b=2;"},
      {"a=1&&b", E_OK, "a=1;b=;"},
      {"&", E_OK, ""},
      {"=x", E_OK, "=x;"},
      {"a=b=c", E_OK, "a=b=c;"},
      {"nama=SITI+AMINAH&kota=%4Dakassar", E_OK, "nama=SITI AMINAH;kota=Makassar;"},
      {"a=%C3%A9", E_OK, "a=\xC3\xA9;"},
      {"a%3D=%26", E_OK, "a==&;"},
      {"a=%", E_INPUT, NULL},
      {"a=%4", E_INPUT, NULL},
      {"a=%G0", E_INPUT, NULL},
      {"%zz=1", E_INPUT, NULL},
      {"a=%00", E_INPUT, NULL},
      {"a=%FF", E_INPUT, NULL},
      {"a=%C0%80", E_INPUT, NULL},
      {"a=%ED%A0%80", E_INPUT, NULL},
      {"1&2&3&4", E_OK, "1=;2=;3=;4=;"},
      {"1&2&3&4&5", E_INPUT, NULL},
  };
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fields f;
    assert_int_equal(form_decode(a, str_of(rows[i].text), 4, &f), rows[i].want);
    if (!rows[i].fields) continue;
    struct buf b = buf_new(a, 1000);
    for (size_t k = 0; k < f.n; k++)
      buf_printf(&b, STR_FMT "=" STR_FMT ";", STR_ARG(f.at[k].name), STR_ARG(f.at[k].value));
    if (!str_is(buf_str(&b), rows[i].fields)) fail_msg("row %zu: " STR_FMT, i, STR_ARG(buf_str(&b)));
  }
  arena_free(a);
}

static void test_get(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct fields f;
  assert_int_equal(form_decode(a, S("a=1&a=2&b="), 10, &f), E_OK);
  assert_true(str_eq(field_get(&f, S("a")), S("1")));
  assert_non_null(field_get(&f, S("b")).p);
  assert_int_equal(field_get(&f, S("b")).n, 0);
  assert_null(field_get(&f, S("c")).p);
  arena_free(a);
}

static void test_percent(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  str s;
  assert_true(str_eq(percent_encode(a, S("a b/c?\xC3\xA9~-._")), S("a%20b%2Fc%3F%C3%A9~-._")));
  assert_int_equal(percent_decode(a, S("a+b%2F"), false, &s), E_OK);
  assert_true(str_eq(s, S("a+b/")));
  assert_int_equal(percent_decode(a, S("a+b"), true, &s), E_OK);
  assert_true(str_eq(s, S("a b")));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decode_table),
      cmocka_unit_test(test_get),
      cmocka_unit_test(test_percent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
