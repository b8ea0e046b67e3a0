/* Outcomes, dates and ranges as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/partner.h"
#include "domain/sync.h"

static moment at(int day, int hour, int minute) {
  return moment_of_local((struct local_time){.date = {2026, 11, day}, .hour = hour, .minute = minute});
}

static void when_to_try_again(void **state) {
  (void)state;
  const struct {
    enum sync_outcome outcome;
    int partner_days, day;
  } cases[] = {{SYNC_PROPOSED, 3, 5}, {SYNC_MATCHED, 3, 5},    {SYNC_PARTNER, 7, 9},
               {SYNC_RECORDING, 3, 16}, {SYNC_DUPLICATE, 3, 16}, {SYNC_CHANGE, 1, 16}};
  for (size_t i = 0; i < COUNT(cases); i++)
    assert_int_equal(sync_retry_at(cases[i].outcome, at(2, 10, 0), cases[i].partner_days), at(cases[i].day, 10, 0));
}

static void nobody_is_asked_at_night(void **state) {
  (void)state;
  const struct {
    moment retry, ask;
  } cases[] = {{at(5, 10, 30), at(5, 10, 30)}, {at(5, 7, 59), at(5, 8, 0)}, {at(5, 8, 0), at(5, 8, 0)},
               {at(5, 19, 59), at(5, 19, 59)}, {at(5, 20, 0), at(6, 8, 0)}, {at(5, 0, 0), at(5, 8, 0)},
               {at(30, 23, 0), moment_of_local((struct local_time){.date = {2026, 12, 1}, .hour = 8})}};
  for (size_t i = 0; i < COUNT(cases); i++) assert_int_equal(sync_ask_at(cases[i].retry), cases[i].ask);
}

static void codes_go_both_ways(void **state) {
  (void)state;
  enum sync_outcome o;
  enum sync_cause c;
  enum sync_result r;
  for (int i = 1; i < SYNC_OUTCOMES; i++) {
    assert_true(sync_outcome_parse(str_of(sync_outcome_code((enum sync_outcome)i)), &o));
    assert_int_equal(o, i);
  }
  for (int i = 1; i < SYNC_CAUSES; i++) {
    assert_true(sync_cause_parse(str_of(sync_cause_code((enum sync_cause)i)), &c));
    assert_int_equal(c, i);
  }
  assert_true(sync_result_parse(S(" Padan "), &r));
  assert_int_equal(r, SYNC_RESULT_DONE);
  assert_false(sync_result_parse(S(""), &r));
  assert_false(sync_result_parse(S("beres"), &r));
  assert_false(sync_outcome_parse(S(""), &o));
}

static void what_the_centre_said_becomes_an_outcome(void **state) {
  (void)state;
  assert_int_equal(sync_outcome_of_result(SYNC_RESULT_DONE), SYNC_MATCHED);
  assert_int_equal(sync_outcome_of_result(SYNC_RESULT_REFUSED), SYNC_UNDECIDED);
  assert_int_equal(sync_outcome_of_result(SYNC_RESULT_DUPLICATE), SYNC_DUPLICATE);
  assert_int_equal(sync_outcome_of_result(SYNC_RESULT_RECORDING), SYNC_RECORDING);
}

static void addresses_of_a_partner(void **state) {
  (void)state;
  struct partner p = {.agreement = {.addresses = {S("203.0.113.0/24"), S("198.51.100.7"), S("2001:db8::/33")}, .address_count = 3}};
  const struct {
    const char *from;
    bool allowed;
  } cases[] = {{"203.0.113.9", true},        {"203.0.114.9", false},         {"198.51.100.7", true},
               {"198.51.100.8", false},      {"2001:db8:7fff::1", true},     {"2001:db8:8000::1", false},
               {"::ffff:203.0.113.9", true}, {"::ffff:203.0.114.9", false},  {"", false},
               {"nonsense", false},          {"203.0.113.9/24", false}};
  for (size_t i = 0; i < COUNT(cases); i++)
    if (partner_address_allowed(&p, str_of(cases[i].from)) != cases[i].allowed) fail_msg("%s", cases[i].from);
  struct partner nowhere = {0};
  assert_false(partner_address_allowed(&nowhere, S("203.0.113.9")));
  assert_true(address_range_valid(S("0.0.0.0/0")));
  const char *bad[] = {"203.0.113.0/33", "203.0.113.0/", "203.0.113.0/-1", "203.0.113", "2001:db8::/129", "", "/8", "localhost"};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (address_range_valid(str_of(bad[i]))) fail_msg("%s", bad[i]);
}

static void an_agreement_ends(void **state) {
  (void)state;
  struct partner p = {.agreement = {.reference = S("PKS 1"), .until = {2026, 12, 31}}}, none = {0};
  assert_true(partner_agreement_holds(&p, (struct date){2026, 12, 31}));
  assert_false(partner_agreement_holds(&p, (struct date){2027, 1, 1}));
  assert_false(partner_agreement_holds(&none, (struct date){2026, 1, 1}));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(when_to_try_again),
      cmocka_unit_test(nobody_is_asked_at_night),
      cmocka_unit_test(codes_go_both_ways),
      cmocka_unit_test(what_the_centre_said_becomes_an_outcome),
      cmocka_unit_test(addresses_of_a_partner),
      cmocka_unit_test(an_agreement_ends),
  };
  if (!zone_set("Asia/Makassar")) return 1;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
