#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lane.h"

/* Uploads that are under way together do not stop each other, however many there are. */
static void test_each_has_its_own(void **state) {
  (void)state;
  static struct lane *lanes[5000];
  char name[32];
  for (size_t i = 0; i < COUNT(lanes); i++) {
    snprintf(name, sizeof name, "%zx", i * 2654435761u);
    lanes[i] = lane_hold(str_of(name));
    assert_non_null(lanes[i]);
    assert_non_null(lane_try(lanes[i]));
    assert_int_equal(lanes[i]->turn++, 0);
  }
  for (size_t i = 0; i < COUNT(lanes); i++) {
    lane_leave(&lanes[i]);
    lane_release(lanes[i]);
  }
}

static void test_one_name_is_one_lane(void **state) {
  (void)state;
  struct lane *first = lane_hold(S("a")), *second = lane_hold(S("a"));
  assert_ptr_equal(first, second);
  assert_non_null(lane_try(first));
  assert_null(lane_try(second));
  first->turn = 7;
  lane_leave(&first);
  lane_release(first);
  assert_int_equal(second->turn, 7); /* somebody holds it still */
  lane_release(second);
  struct lane *again = lane_hold(S("a"));
  assert_int_equal(again->turn, 0);
  lane_release(again);
  lane_release(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_has_its_own), cmocka_unit_test(test_one_name_is_one_lane)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
