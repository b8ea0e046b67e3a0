/* What events say about the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/application.h"
#include "domain/fair.h"

static void what_events_say(void **state) {
  (void)state;
  const struct {
    const char *kind;
    enum fair_sense sense;
  } cases[] = {{"submit", FAIR_WAITS}, {"take", FAIR_STARTS},    {"resolve", FAIR_STARTS}, {"cancel", FAIR_LEAVES}, {"view", FAIR_LOOKS},
               {"note", FAIR_NOTHING}, {"release", FAIR_NOTHING}, {"login", FAIR_NOTHING},  {"", FAIR_NOTHING}};
  for (size_t i = 0; i < COUNT(cases); i++) assert_int_equal(fair_sense_of(str_of(cases[i].kind)), cases[i].sense);
}

/* Whatever takes a file out of the line is known here: a new step of the table would else leave people waiting for ever. */
static void every_way_out_of_the_line_is_known(void **state) {
  (void)state;
  size_t n;
  const struct transition *t = transition_table(&n);
  for (size_t i = 0; i < n; i++) {
    if (t[i].from != STATE_SUBMITTED || t[i].to == STATE_SUBMITTED) continue;
    enum fair_sense s = fair_sense_of(str_of(action_code(t[i].action)));
    if (s != FAIR_STARTS && s != FAIR_LEAVES) fail_msg("%s takes a file out of the line unseen", action_code(t[i].action));
  }
}

static void reasons_go_both_ways(void **state) {
  (void)state;
  enum fair_reason r;
  for (int i = 1; i < FAIR_REASONS; i++) {
    assert_true(fair_reason_parse(str_of(fair_reason_code((enum fair_reason)i)), &r));
    assert_int_equal(r, i);
  }
  assert_false(fair_reason_parse(S(""), &r));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_events_say),
      cmocka_unit_test(every_way_out_of_the_line_is_known),
      cmocka_unit_test(reasons_go_both_ways),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
