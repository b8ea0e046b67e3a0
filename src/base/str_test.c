#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

static void a_word_is_itself_only(void **state) {
  (void)state;
  static const struct {
    str s;
    const char *word;
    bool is;
  } rows[] = {
      {{"take", 4}, "take", true},  {{"take", 4}, "taken", false},     {{"taken", 5}, "take", false}, {{"", 0}, "", true},
      {{NULL, 0}, "", true},        {{NULL, 0}, NULL, true},           {{"", 0}, "a", false},         {{"a", 1}, "", false},
      {{"a", 1}, NULL, false},      {{"ab\0cd", 5}, "ab", false},      {{"ab\0", 3}, "ab", false},    {{"\0", 1}, "", false},
      {{"takeover", 4}, "take", true}, /* a slice ends where it ends */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(str_is(rows[i].s, rows[i].word), rows[i].is);
    assert_int_equal(str_eq(rows[i].s, str_of(rows[i].word)), rows[i].is);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_word_is_itself_only)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
