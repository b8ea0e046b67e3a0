/* The index of satisfaction as Permenpan-RB 14/2017 has it, with its traps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/skm.h"

static struct arena *a;

/* Means in hundredths, as if of a hundred answers each. */
static struct skm_sums means(const int hundredths[SKM_ELEMENTS]) {
  struct skm_sums s = {0};
  for (int i = 0; i < SKM_ELEMENTS; i++) {
    s.sum[i] = hundredths[i];
    s.n[i] = 100;
  }
  return s;
}

static void the_rounded_weight_loses_a_hundredth(void **state) {
  (void)state;
  struct skm_sums s = means((const int[]){345, 360, 310, 395, 340, 355, 362, 330, 348});
  assert_int_equal(skm_index(&s, false), 8736);
  assert_int_equal(skm_index(&s, true), 8649);
  s = means((const int[]){400, 400, 400, 400, 400, 400, 400, 400, 400});
  assert_int_equal(skm_index(&s, false), 10000);
  assert_int_equal(skm_index(&s, true), 9900);
  s = means((const int[]){100, 100, 100, 100, 100, 100, 100, 100, 100});
  assert_int_equal(skm_index(&s, false), 2500);
  s.n[SKM_COST] = s.sum[SKM_COST] = 0;
  assert_int_equal(skm_index(&s, false), -1); /* nobody answered one of the nine: there is no index */
}

static void grades_are_read_from_the_rounded_index(void **state) {
  (void)state;
  const struct {
    int index;
    char grade;
  } rows[] = {{10000, 'A'}, {8831, 'A'}, {8830, 'B'}, {7661, 'B'}, {7660, 'C'}, {6500, 'C'}, {6499, 'D'}, {2500, 'D'}};
  for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(skm_grade(rows[i].index), rows[i].grade);
}

static void enough_is_what_the_table_says(void **state) {
  (void)state;
  const struct {
    i64 served, needed;
  } rows[] = {{0, 0}, {10, 10}, {50, 44}, {100, 80}, {200, 132}, {500, 217}, {1000, 278}, {2000, 322}, {5000, 357}, {10000, 370}, {50000, 381}};
  for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(skm_sample(rows[i].served), rows[i].needed);
}

static void scores_are_kept_as_nine_letters(void **state) {
  (void)state;
  struct skm_scores s = skm_of_text(S("34-1"));
  assert_int_equal(s.of[0], 3);
  assert_int_equal(s.of[2], SKM_PASSED);
  assert_int_equal(skm_next(&s), 4);
  assert_true(skm_any(&s));
  assert_true(str_eq(skm_to_text(a, &s), S("34-100000")));
  s = skm_of_text(S("---------"));
  assert_int_equal(skm_next(&s), SKM_ELEMENTS);
  assert_false(skm_any(&s));
  s = skm_of_text(S("59xy/:0 44444"));
  assert_int_equal(skm_next(&s), 0);
}

static void elements_go_by_name(void **state) {
  (void)state;
  enum skm_element e;
  for (int i = 0; i < SKM_ELEMENTS; i++) {
    assert_true(skm_parse(str_of(skm_code((enum skm_element)i)), &e));
    assert_int_equal(e, i);
  }
  assert_false(skm_parse(S("u1"), &e));
}

static void quarters(void **state) {
  (void)state;
  struct quarter q;
  assert_true(quarter_parse(S("2026-Q4"), &q));
  assert_int_equal(date_days(quarter_first(q)), date_days((struct date){2026, 10, 1}));
  assert_int_equal(date_days(quarter_last(q)), date_days((struct date){2026, 12, 31}));
  assert_true(str_eq(quarter_text(a, quarter_before((struct quarter){2026, 1})), S("2025-Q4")));
  assert_true(str_eq(quarter_text(a, quarter_of((struct date){2026, 9, 30})), S("2026-Q3")));
  const str wrong[] = {S("2026-Q5"), S("2026-Q0"), S("26-Q1"), S("2026Q41"), S(""), S("2026-q1"), S("1999-Q1")};
  for (size_t i = 0; i < COUNT(wrong); i++) assert_false(quarter_parse(wrong[i], &q));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_rounded_weight_loses_a_hundredth), cmocka_unit_test(grades_are_read_from_the_rounded_index),
      cmocka_unit_test(enough_is_what_the_table_says),        cmocka_unit_test(scores_are_kept_as_nine_letters),
      cmocka_unit_test(elements_go_by_name),                  cmocka_unit_test(quarters),
  };
  a = arena_new(1u << 20);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(a);
  return failed;
}
