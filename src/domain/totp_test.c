#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/totp.h"

static const u8 key[TOTP_KEY] = "12345678901234567890"; /* that of the examples in both RFCs */

/* RFC 6238, appendix B (SHA1): the last six of its eight digits. RFC 4226, appendix D: steps 0 to 9. */
static void the_examples_of_the_standards(void **state) {
  (void)state;
  static const struct {
    i64 seconds;
    const char *code;
  } rows[] = {{59, "287082"},         {1111111109, "081804"},  {1111111111, "050471"},
              {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  static const char *const steps[] = {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"};
  char code[TOTP_DIGITS + 1];
  for (size_t i = 0; i < COUNT(rows); i++) {
    totp_code(key, SECONDS(rows[i].seconds) / TOTP_LIFE, code);
    assert_string_equal(code, rows[i].code);
  }
  for (size_t i = 0; i < COUNT(steps); i++) {
    totp_code(key, (i64)i, code);
    assert_string_equal(code, steps[i]);
  }
}

static void a_code_counts_once_and_for_a_short_while(void **state) {
  (void)state;
  moment now = SECONDS(59); /* step 1 */
  i64 step = -1;
  assert_true(totp_fits(key, S("287082"), now, -1, &step));
  assert_int_equal(step, 1);
  assert_true(totp_fits(key, S("287 082 "), now, 0, &step));
  assert_false(totp_fits(key, S("287082"), now, 1, &step)); /* used */
  assert_true(totp_fits(key, S("755224"), now, -1, &step)); /* the phone is half a minute slow */
  assert_true(totp_fits(key, S("359152"), now, 1, &step));  /* or fast */
  assert_int_equal(step, 2);
  assert_false(totp_fits(key, S("969429"), now, -1, &step));
  static const str bad[] = {S(""), S("28708"), S("2870820"), S("287082x"), S("28708\xc2\xb2"), S("-87082")};
  for (size_t i = 0; i < COUNT(bad); i++) assert_false(totp_fits(key, bad[i], now, -1, &step));
}

static void an_app_reads_the_address(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 16);
  str uri = totp_uri(a, key, S("Loket Uji"), S("kabid"));
  assert_true(str_eq(uri, S("otpauth://totp/Loket%20Uji:kabid?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Loket%20Uji")));
  assert_true(str_eq(base32_encode(a, "foobar", 6), S("MZXW6YTBOI"))); /* RFC 4648, section 10 */
  assert_true(str_eq(base32_encode(a, "fo", 2), S("MZXQ")));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_examples_of_the_standards),
      cmocka_unit_test(a_code_counts_once_and_for_a_short_while),
      cmocka_unit_test(an_app_reads_the_address),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
