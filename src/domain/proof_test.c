#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include "domain/proof.h"

#define NOW ((moment)1764115200000)

static void another_code(void **state) {
  (void)state;
  static const struct {
    struct proof_history h;
    moment from;
  } rows[] = {
      {{0, 0, 0}, 0},
      {{1, 1, NOW - SECONDS(10)}, NOW - SECONDS(10) + PROOF_SPACING},
      {{1, 1, NOW - PROOF_SPACING}, 0},
      {{PROOF_PER_HOUR - 1, 5, NOW - MINUTES(5)}, 0},
      {{PROOF_PER_HOUR, 5, NOW - MINUTES(5)}, NOW + HOURS(1)},
      {{0, PROOF_PER_DAY, NOW - HOURS(2)}, NOW + HOURS(24)},
  };
  for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(proof_next(&rows[i].h, NOW), rows[i].from);
}

static void a_code_counts_once_and_not_for_long(void **state) {
  (void)state;
  static const struct {
    struct proof_code p;
    bool right;
    enum proof_verdict is;
  } rows[] = {
      {{0, NOW + 1, 0}, true, PROOF_GOOD},
      {{0, NOW + 1, 0}, false, PROOF_WRONG},
      {{PROOF_TRIES - 1, NOW + 1, 0}, true, PROOF_GOOD},
      {{PROOF_TRIES, NOW + 1, 0}, true, PROOF_TOO_OFTEN},
      {{0, NOW, 0}, true, PROOF_TOO_LATE},
      {{0, NOW + 1, NOW - 5}, true, PROOF_USED},
  };
  for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(proof_judge(&rows[i].p, rows[i].right, NOW), rows[i].is);
}

static void typed_as_people_type(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 16);
  static const struct {
    const char *typed, *digits;
  } rows[] = {{"123456", "123456"}, {"123 456", "123456"}, {" 12-34.56 ", "123456"}, {"12345x", ""}, {"", ""}};
  for (size_t i = 0; i < COUNT(rows); i++) assert_true(str_eq(proof_digits(a, str_of(rows[i].typed)), str_of(rows[i].digits)));
  for (int i = 0; i < 50; i++) {
    str code = proof_new_code(a, PROOF_CODE_DIGITS);
    assert_true(code.n == PROOF_CODE_DIGITS && str_all_digits(code));
  }
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(another_code), cmocka_unit_test(a_code_counts_once_and_not_for_long),
                                     cmocka_unit_test(typed_as_people_type)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
