#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ops/users.h"

static void test_passwords(void **state) {
  static const struct {
    const char *login, *password;
    bool good;
  } rows[] = {
      {"rina", "tiga ekor kuda", true},
      {"rina", "Kopi-Sembalun-1974", true},
      {"rina", "sebelasbyte", false},  /* eleven */
      {"rina", "èèèèèèèèèèèè", false}, /* twelve letters, but always the same */
      {"rina", "121212121212", false},
      {"rina", "password1234", false},
      {"rina", "PassWord-2026", false},
      {"rina", "disdukcapil2026", false},
      {"verifikatorku", "verifikatorku", false},  /* the login */
      {"verifikatorku", "verifikatorku1", false}, /* nearly the login */
      {"rina", "", false},
      {"rina", "password itu panjang sekali kata kakek", true}, /* a common start, and a long way on */
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *problem = password_problem(str_of(rows[i].login), str_of(rows[i].password));
    if ((problem == NULL) != rows[i].good) fail_msg("\"%s\": %s", rows[i].password, problem ? problem : "accepted");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_passwords)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
