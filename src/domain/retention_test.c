/* How long papers are kept: one row a situation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/retention.h"

#define DAY0 DAYS(20000)
static const struct retention usual = {{[PAPER_EVIDENCE] = 365, [PAPER_IDENTITY] = 90, [PAPER_LOOSE] = 30}};

static void papers_are_kept_as_long_as_their_class_says(void **state) {
  (void)state;
  static const struct {
    const char *what;
    struct kept_paper paper;
    int last_day; /* days after DAY0 on which it is still kept; -1: for ever */
  } rows[] = {
      {"handed over", {.has_application = true, .state = STATE_COMPLETED, .requirement = {"kk", 2}, .settled_at = DAY0}, 364},
      {"refused", {.has_application = true, .state = STATE_REFUSED, .requirement = {"kk", 2}, .settled_at = DAY0}, 364},
      {"expired", {.has_application = true, .state = STATE_EXPIRED, .requirement = {"kk", 2}, .settled_at = DAY0}, 364},
      {"tied to nothing, of a settled file", {.has_application = true, .state = STATE_CANCELLED, .settled_at = DAY0}, 364},
      {"came long before it was settled", {.has_application = true, .state = STATE_COMPLETED, .came_at = DAY0 - DAYS(400), .settled_at = DAY0}, 364},
      {"a face", {.has_application = true, .state = STATE_COMPLETED, .requirement = {"swafoto", 7}, .settled_at = DAY0}, 89},
      {"a child's photo", {.has_application = true, .state = STATE_COMPLETED, .requirement = {"foto", 4}, .settled_at = DAY0}, 89},
      {"of a chat, never used", {.came_at = DAY0}, 29},
      {"still in work", {.has_application = true, .state = STATE_IN_REVIEW, .came_at = DAY0, .settled_at = DAY0}, -1},
      {"ready, nobody came", {.has_application = true, .state = STATE_READY_FOR_PICKUP, .came_at = DAY0, .settled_at = DAY0}, -1},
      {"a draft", {.has_application = true, .state = STATE_DRAFT, .came_at = DAY0, .settled_at = DAY0}, -1},
      {"held", {.has_application = true, .state = STATE_COMPLETED, .settled_at = DAY0, .held = true}, -1},
      {"of a chat, held", {.came_at = DAY0, .held = true}, -1},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct kept_paper *p = &rows[i].paper;
    int last = rows[i].last_day;
    bool kept = last < 0 ? !retention_over(&usual, p, DAY0 + DAYS(100000)) : !retention_over(&usual, p, DAY0 + DAYS(last + 1) - 1);
    bool goes = last < 0 || retention_over(&usual, p, DAY0 + DAYS(last + 1));
    if (!kept || !goes) fail_msg("%s: %s", rows[i].what, kept ? "kept too long" : "destroyed too early");
  }
}

/* What a query leaves out must never be over. */
static void nothing_newer_than_the_newest_is_over(void **state) {
  (void)state;
  moment now = DAY0 + DAYS(1000), newest = retention_newest(&usual, now);
  assert_int_equal(newest, now - DAYS(30));
  struct kept_paper loose = {.came_at = newest + 1};
  struct kept_paper face = {.has_application = true, .state = STATE_COMPLETED, .requirement = S("foto"), .settled_at = newest + 1};
  assert_false(retention_over(&usual, &loose, now));
  assert_false(retention_over(&usual, &face, now));
}

static void a_request_has_three_times_24_hours(void **state) {
  (void)state;
  enum data_request_kind kind;
  enum data_outcome outcome;
  assert_int_equal(data_request_due(1000), 1000 + 72LL * 3600 * 1000);
  for (enum data_request_kind k = 0; k < DATA_REQUEST_KINDS; k++) {
    assert_true(data_request_parse(str_of(data_request_code(k)), &kind));
    assert_int_equal(kind, k);
  }
  for (enum data_outcome o = 0; o < DATA_OUTCOMES; o++) {
    assert_true(data_outcome_parse(str_of(data_outcome_code(o)), &outcome));
    assert_int_equal(outcome, o);
  }
  assert_false(data_request_parse(S("sell"), &kind));
  assert_false(data_outcome_parse(S(""), &outcome));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(papers_are_kept_as_long_as_their_class_says),
      cmocka_unit_test(nothing_newer_than_the_newest_is_over),
      cmocka_unit_test(a_request_has_three_times_24_hours),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
