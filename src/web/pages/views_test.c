/* Every code of the domain has its words, and the choices offered are exactly the domain's codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/pages/views.h"

static void every_state_has_words(void **state) {
  (void)state;
  for (enum state s = 0; s < STATES; s++) {
    assert_int_not_equal(tag_citizen_state(s).text, T_NONE);
    assert_int_not_equal(tag_officer_state(s).text, T_NONE);
    assert_int_not_equal(words_next_step(s), T_NONE);
    assert_non_null(tag_citizen_state(s).tone);
  }
  for (enum item_state s = 0; s <= ITEM_SEEN; s++) {
    assert_int_not_equal(tag_citizen_item(s).text, T_NONE);
    assert_int_not_equal(tag_officer_item(s).text, T_NONE);
  }
  for (enum original_result r = 0; r < ORIGINAL_RESULTS; r++) assert_int_not_equal(tag_original(r).text, T_NONE);
}

static void every_action_rule_and_channel_has_words(void **state) {
  (void)state;
  for (enum action a = 0; a < ACTIONS; a++) assert_int_not_equal(words_action(a), T_NONE);
  for (enum rule r = 0; r < RULES; r++) assert_int_not_equal(words_rule(r), T_NONE);
  for (enum channel c = 0; c < CHANNELS; c++) assert_int_not_equal(words_channel(c), T_NONE);
}

static void every_reason_has_words_and_is_offered(void **state) {
  (void)state;
  for (enum fault_reason r = FAULT_NONE + 1; r < FAULT_REASONS; r++) {
    assert_string_equal(fault_choices[r - 1].code, fault_code(r));
    assert_int_equal(fault_choices[r - 1].text, words_fault(r));
    assert_int_not_equal(words_fault_todo(r), T_NONE);
  }
  for (enum hold_reason r = HOLD_NONE + 1; r < HOLD_REASONS; r++) {
    assert_string_equal(hold_choices[r - 1].code, hold_code(r));
    assert_int_equal(hold_choices[r - 1].text, words_hold(r));
    assert_int_not_equal(words_hold_citizen(r), T_NONE);
  }
  for (enum original_result r = ORIGINAL_UNCHECKED + 1; r < ORIGINAL_RESULTS; r++)
    assert_string_equal(original_choices[r - 1].code, original_code(r));
  assert_int_equal(words_fault(FAULT_NONE), T_NONE);
}

static void unknown_errors_read_like_500(void **state) {
  (void)state;
  assert_int_equal(words_error_title(418), words_error_title(500));
  assert_int_not_equal(words_error_title(404), words_error_title(500));
  assert_int_not_equal(words_error_todo(404), T_NONE);
}

static void the_step_offered_first(void **state) {
  (void)state;
  const struct {
    struct allowed may;
    enum action first;
  } cases[] = {
      {{0}, ACTIONS},
      {{.hold = true, .cancel = true}, ACTIONS},
      {{.take = true, .process = true}, ACTION_TAKE},
      {{.ask_correction = true, .hold = true}, ACTION_ASK_CORRECTION},
      {{.issue = true, .ready = true, .await_signature = true}, ACTION_ISSUE},
      {{.pickup = true, .take = true}, ACTION_HAND_OVER},
      {{.decide = true, .pickup = true}, ACTION_DECIDE_MISMATCH},
  };
  for (size_t i = 0; i < COUNT(cases); i++) assert_int_equal(first_step(&cases[i].may), cases[i].first);
}

static void every_other_step_has_its_place(void **state) {
  (void)state;
  const struct {
    struct allowed may;
    bool others;
  } cases[] = {
      {{0}, false},
      {{.take = true}, false},
      {{.take = true, .ask_correction = true}, false},
      {{.ask_correction = true, .process = true}, true},
      {{.issue = true, .ready = true}, true},
      {{.cancel = true}, true},
      {{.take = true, .release = true}, true},
  };
  for (size_t i = 0; i < COUNT(cases); i++) assert_int_equal(has_other_steps(&cases[i].may), cases[i].others);
}

static void errors_are_found_by_field(void **state) {
  (void)state;
  const struct field_error at[] = {{S("number"), S("Tulis nomornya")}};
  const struct form_errors e = {at, COUNT(at)};
  assert_true(has_error(&e, "number"));
  assert_false(has_error(&e, "last4"));
  assert_true(str_eq(error_text(&e, "number"), S("Tulis nomornya")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_state_has_words),
      cmocka_unit_test(every_action_rule_and_channel_has_words),
      cmocka_unit_test(every_reason_has_words_and_is_offered),
      cmocka_unit_test(unknown_errors_read_like_500),
      cmocka_unit_test(the_step_offered_first),
      cmocka_unit_test(every_other_step_has_its_place),
      cmocka_unit_test(errors_are_found_by_field),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
