#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/web.h"

/* A minute that has just begun: the cases take less than that. */
static void wait_for_room(void) {
  moment left = MINUTES(1) - clock_now() % MINUTES(1);
  if (left < SECONDS(5)) usleep((useconds_t)(left + 10) * 1000);
}

static void so_often_and_no_more(void **state) {
  (void)state;
  wait_for_room();
  for (int i = 0; i < 5; i++) {
    assert_false(web_exhausted("number", S("MTR-1"), 5));
    assert_true(web_allow("number", S("MTR-1"), 5));
  }
  assert_true(web_exhausted("number", S("MTR-1"), 5));
  assert_false(web_allow("number", S("MTR-1"), 5));
  assert_true(web_allow("number", S("MTR-2"), 5));
  assert_true(web_allow("peer", S("MTR-1"), 5));
}

/* Five hundred others at the same time, each as busy: nobody's count is lost. */
static void others_do_not_reset_a_count(void **state) {
  (void)state;
  enum { PEERS = 500, MOST = 5 };
  char names[PEERS][16];
  int refused = 0;
  wait_for_room();
  for (int i = 0; i < PEERS; i++) snprintf(names[i], sizeof names[i], "10.0.%d.%d", i / 250, i % 250);
  for (int round = 0; round < MOST + 1; round++)
    for (int i = 0; i < PEERS; i++)
      if (!web_allow("peer", str_of(names[i]), MOST)) refused++;
  assert_int_equal(refused, PEERS); /* the last round of each */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(so_often_and_no_more),
      cmocka_unit_test(others_do_not_reset_a_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
