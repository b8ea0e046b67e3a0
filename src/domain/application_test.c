/* The rules of the office as tables: one row a situation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/application.h"

static const struct requirement form = {.code = S("f201"), .modes = MODE_FORM};
static const struct requirement letter = {.code = S("skl"), .modes = MODE_UPLOAD | MODE_SHOW};
static const struct requirement card = {.code = S("kk"), .modes = MODE_UPLOAD | MODE_SHOW};
static const struct requirement extra = {.code = S("ktp_saksi"), .modes = MODE_UPLOAD | MODE_OPTIONAL};

#define OFFICER 7
#define OTHER 8

/* A file in `s` with everything right but what the row changes. */
static struct application_facts facts(enum state s, struct item *items) {
  items[0] = (struct item){.requirement = &form, .state = ITEM_RECEIVED};
  items[1] = (struct item){.requirement = &letter, .state = ITEM_ACCEPTED, .scans = 1};
  items[2] = (struct item){.requirement = &card, .state = ITEM_ACCEPTED, .scans = 1};
  items[3] = (struct item){.requirement = &extra, .state = ITEM_MISSING};
  return (struct application_facts){.state = s, .items = items, .item_count = 4, .originals = ORIGINALS_AT_PICKUP,
                                    .delivery = DELIVERY_PICKUP};
}

static void each_action_leads_where_the_table_says(void **state) {
  (void)state;
  static const struct {
    const char *what;
    enum state from;
    enum action action;
    enum role role;
    enum rule rule;
    enum state to;
  } rows[] = {
      {"a citizen submits", STATE_DRAFT, ACTION_SUBMIT, ROLE_CITIZEN, RULE_OK, STATE_SUBMITTED},
      {"an info officer submits for a walk-in", STATE_DRAFT, ACTION_SUBMIT, ROLE_INFO, RULE_OK, STATE_SUBMITTED},
      {"an auditor may not submit", STATE_DRAFT, ACTION_SUBMIT, ROLE_AUDITOR, RULE_ROLE, STATE_DRAFT},
      {"a verifier takes", STATE_SUBMITTED, ACTION_TAKE, ROLE_VERIFIER, RULE_OK, STATE_IN_REVIEW},
      {"the head does not work on files", STATE_SUBMITTED, ACTION_TAKE, ROLE_HEAD, RULE_ROLE, STATE_SUBMITTED},
      {"a citizen cannot take", STATE_SUBMITTED, ACTION_TAKE, ROLE_CITIZEN, RULE_ROLE, STATE_SUBMITTED},
      {"nothing to correct", STATE_IN_REVIEW, ACTION_ASK_CORRECTION, ROLE_VERIFIER, RULE_NOTHING_FAULTY, STATE_IN_REVIEW},
      {"process a complete file", STATE_IN_REVIEW, ACTION_PROCESS, ROLE_OPERATOR, RULE_OK, STATE_PROCESSING},
      {"hold without a reason", STATE_PROCESSING, ACTION_HOLD, ROLE_OPERATOR, RULE_REASON_NEEDED, STATE_PROCESSING},
      {"refuse needs a supervisor", STATE_IN_REVIEW, ACTION_REFUSE, ROLE_VERIFIER, RULE_ROLE, STATE_IN_REVIEW},
      {"refuse needs its ground", STATE_IN_REVIEW, ACTION_REFUSE, ROLE_SUPERVISOR, RULE_REASON_NEEDED, STATE_IN_REVIEW},
      {"ready without a result", STATE_PROCESSING, ACTION_READY, ROLE_OPERATOR, RULE_RESULT_NEEDED, STATE_PROCESSING},
      {"no hand-over from processing", STATE_PROCESSING, ACTION_HAND_OVER, ROLE_HANDOVER, RULE_NOT_IN_THIS_STATE, STATE_PROCESSING},
      {"hand-over before the originals", STATE_READY_FOR_PICKUP, ACTION_HAND_OVER, ROLE_HANDOVER, RULE_ORIGINALS_OPEN, STATE_READY_FOR_PICKUP},
      {"a mismatch is the supervisor's", STATE_MISMATCH, ACTION_DECIDE_MISMATCH, ROLE_HANDOVER, RULE_SUPERVISOR, STATE_MISMATCH},
      {"no hand-over out of a mismatch", STATE_MISMATCH, ACTION_HAND_OVER, ROLE_SUPERVISOR, RULE_NOT_IN_THIS_STATE, STATE_MISMATCH},
      {"a citizen cancels before processing", STATE_SUBMITTED, ACTION_CANCEL, ROLE_CITIZEN, RULE_OK, STATE_CANCELLED},
      {"a citizen cannot cancel what is processed", STATE_PROCESSING, ACTION_CANCEL, ROLE_CITIZEN, RULE_ROLE, STATE_PROCESSING},
      {"time closes an unanswered correction", STATE_NEEDS_CORRECTION, ACTION_EXPIRE, ROLE_SYSTEM, RULE_OK, STATE_EXPIRED},
      {"an expired file opens again", STATE_EXPIRED, ACTION_REOPEN, ROLE_CITIZEN, RULE_OK, STATE_NEEDS_CORRECTION},
      {"completed is completed", STATE_COMPLETED, ACTION_REFUSE, ROLE_SUPERVISOR, RULE_NOT_IN_THIS_STATE, STATE_COMPLETED},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct item items[4];
    struct application_facts f = facts(rows[i].from, items);
    struct request r = {.action = rows[i].action, .actor = {OFFICER, rows[i].role}};
    struct decision d = application_decide(&f, &r);
    if (d.forbidden != rows[i].rule || d.to != rows[i].to)
      fail_msg("%s: rule %s, to %s", rows[i].what, rule_code(d.forbidden), state_code(d.to));
  }
}

static void nobody_hands_over_with_a_wrong_original(void **state) {
  (void)state;
  static const struct {
    enum original_result letter, card;
    enum rule rule;
  } rows[] = {
      {ORIGINAL_SAME, ORIGINAL_SAME, RULE_OK},
      {ORIGINAL_SAME, ORIGINAL_UNCHECKED, RULE_ORIGINALS_OPEN},
      {ORIGINAL_SAME, ORIGINAL_DIFFERENT, RULE_ORIGINAL_WRONG},
      {ORIGINAL_DOUBTFUL, ORIGINAL_SAME, RULE_ORIGINAL_WRONG},
      {ORIGINAL_NOT_BROUGHT, ORIGINAL_SAME, RULE_ORIGINAL_WRONG},
      {ORIGINAL_NOT_BROUGHT, ORIGINAL_UNCHECKED, RULE_ORIGINAL_WRONG},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct item items[4];
    struct application_facts f = facts(STATE_READY_FOR_PICKUP, items);
    items[1].original = rows[i].letter;
    items[2].original = rows[i].card;
    struct request r = {.action = ACTION_HAND_OVER, .actor = {OFFICER, ROLE_HANDOVER}, .receiver_named = true, .identity_shown = true};
    assert_int_equal(application_decide(&f, &r).forbidden, rows[i].rule);
  }
}

static void a_wrong_original_stops_the_file(void **state) {
  (void)state;
  struct item items[4];
  struct application_facts f = facts(STATE_READY_FOR_PICKUP, items);
  struct request r = {.action = ACTION_CHECK_ORIGINAL, .actor = {OFFICER, ROLE_HANDOVER}};
  items[1].original = ORIGINAL_SAME;
  assert_int_equal(application_decide(&f, &r).to, STATE_READY_FOR_PICKUP);
  items[2].original = ORIGINAL_DIFFERENT;
  assert_int_equal(application_decide(&f, &r).to, STATE_MISMATCH);
}

static void the_receiver_is_known_and_a_proxy_has_a_letter(void **state) {
  (void)state;
  struct item items[4];
  struct application_facts f = facts(STATE_READY_FOR_PICKUP, items);
  items[1].original = items[2].original = ORIGINAL_SAME;
  f.checked_by = OFFICER;
  struct request r = {.action = ACTION_HAND_OVER, .actor = {OFFICER, ROLE_HANDOVER}};
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_RECEIVER_NEEDED);
  r.receiver_named = r.identity_shown = r.by_proxy = true;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_PROXY_LETTER);
  r.proxy_letter = true;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_OK);
  r.separate_handover = true;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_SAME_OFFICER);
}

static void one_owner_and_a_supervisor(void **state) {
  (void)state;
  struct item items[4];
  struct application_facts f = facts(STATE_IN_REVIEW, items);
  f.owner = OTHER;
  struct request r = {.action = ACTION_TAKE, .actor = {OFFICER, ROLE_VERIFIER}};
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_OWNER);
  r.action = ACTION_PROCESS;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_OWNER);
  r.actor.role = ROLE_SUPERVISOR;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_OK);
}

static void what_is_open_holds_the_file(void **state) {
  (void)state;
  struct item items[4];
  struct application_facts f = facts(STATE_IN_REVIEW, items);
  struct request r = {.action = ACTION_PROCESS, .actor = {OFFICER, ROLE_VERIFIER}};
  items[1].state = ITEM_FAULTY;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_ITEMS_OPEN);
  items[1].state = ITEM_RECEIVED;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_ITEMS_UNCHECKED);
  items[1].state = ITEM_SEEN;
  items[1].scans = 0;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_OK);
  items[0].state = ITEM_MISSING;
  assert_int_equal(application_decide(&f, &r).forbidden, RULE_ITEMS_OPEN);
}

static void a_held_file_goes_back_to_where_it_was(void **state) {
  (void)state;
  struct item items[4];
  struct application_facts f = facts(STATE_ON_HOLD, items);
  f.held_from = STATE_AWAITING_SIGNATURE;
  struct request r = {.action = ACTION_RESUME, .actor = {OFFICER, ROLE_VERIFIER}};
  assert_int_equal(application_decide(&f, &r).to, STATE_AWAITING_SIGNATURE);
}

static void every_code_reads_back(void **state) {
  (void)state;
  for (int i = 0; i < STATES; i++) {
    enum state s = STATES;
    assert_true(state_parse(str_of(state_code((enum state)i)), &s));
    assert_int_equal(s, i);
  }
  for (int i = 0; i < ACTIONS; i++) {
    enum action a = ACTIONS;
    assert_true(action_parse(str_of(action_code((enum action)i)), &a));
    assert_int_equal(a, i);
  }
  enum fault_reason fault;
  assert_false(fault_parse(S(""), &fault));
  assert_true(fault_parse(S("buram"), &fault));
}

static void only_a_synchronisation_is_resolved_and_opens_again(void **state) {
  (void)state;
  static const struct service sync = {.code = S("sinkronisasi"), .data_sync = true}, birth = {.code = S("akta_kelahiran")};
  static const struct {
    const struct service *service;
    enum state from;
    enum action action;
    enum role role;
    bool reason;
    enum rule rule;
    enum state to;
  } rows[] = {
      {&sync, STATE_IN_REVIEW, ACTION_RESOLVE, ROLE_OPERATOR, true, RULE_OK, STATE_SENT},
      {&sync, STATE_ON_HOLD, ACTION_RESOLVE, ROLE_VERIFIER, true, RULE_OK, STATE_SENT},
      {&sync, STATE_SENT, ACTION_RESOLVE, ROLE_SUPERVISOR, true, RULE_OK, STATE_SENT},
      {&sync, STATE_IN_REVIEW, ACTION_RESOLVE, ROLE_OPERATOR, false, RULE_REASON_NEEDED, STATE_IN_REVIEW},
      {&sync, STATE_IN_REVIEW, ACTION_RESOLVE, ROLE_INFO, true, RULE_ROLE, STATE_IN_REVIEW},
      {&sync, STATE_IN_REVIEW, ACTION_RESOLVE, ROLE_CITIZEN, true, RULE_ROLE, STATE_IN_REVIEW},
      {&sync, STATE_COMPLETED, ACTION_RESOLVE, ROLE_SUPERVISOR, true, RULE_NOT_IN_THIS_STATE, STATE_COMPLETED},
      {&birth, STATE_IN_REVIEW, ACTION_RESOLVE, ROLE_OPERATOR, true, RULE_NOT_IN_THIS_STATE, STATE_IN_REVIEW},
      {&sync, STATE_SENT, ACTION_REOPEN, ROLE_CITIZEN, false, RULE_OK, STATE_IN_REVIEW},
      {&sync, STATE_COMPLETED, ACTION_REOPEN, ROLE_CITIZEN, false, RULE_OK, STATE_IN_REVIEW},
      {&sync, STATE_SENT, ACTION_CONFIRM, ROLE_CITIZEN, false, RULE_OK, STATE_COMPLETED},
      {&birth, STATE_SENT, ACTION_REOPEN, ROLE_CITIZEN, false, RULE_NOT_IN_THIS_STATE, STATE_SENT},
      {&birth, STATE_COMPLETED, ACTION_REOPEN, ROLE_SUPERVISOR, false, RULE_NOT_IN_THIS_STATE, STATE_COMPLETED},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct item items[4];
    struct application_facts f = facts(rows[i].from, items);
    f.service = rows[i].service;
    struct request r = {.action = rows[i].action, .actor = {OFFICER, rows[i].role}, .has_reason = rows[i].reason};
    struct decision d = application_decide(&f, &r);
    if (d.forbidden != rows[i].rule || d.to != rows[i].to) fail_msg("row %zu: %s", i, rule_code(d.forbidden));
  }
}

/* Every state but the final ones has a way out, and every state can be reached from a draft. */
static void no_dead_ends(void **state) {
  (void)state;
  size_t n;
  const struct transition *t = transition_table(&n);
  bool reached[STATES] = {[STATE_DRAFT] = true};
  for (int round = 0; round < STATES; round++)
    for (size_t i = 0; i < n; i++)
      if (reached[t[i].from]) reached[t[i].to] = true;
  for (int s = 0; s < STATES; s++) {
    bool leaves = state_is_final((enum state)s);
    for (size_t i = 0; i < n; i++) leaves |= t[i].from == (enum state)s && (t[i].to != t[i].from || t[i].action == ACTION_RESUME);
    if (!leaves) fail_msg("no way out of %s", state_code((enum state)s));
    if (!reached[s] && s != STATE_MISMATCH) fail_msg("%s is never reached", state_code((enum state)s));
  }
}

/* office/act.c leaves the clock and the citizen alone when somebody takes a file or gives it back. */
static void who_has_a_file_stops_no_clock_and_tells_nobody(void **state) {
  (void)state;
  size_t n;
  const struct transition *t = transition_table(&n);
  for (size_t i = 0; i < n; i++) {
    if (t[i].action != ACTION_TAKE && t[i].action != ACTION_RELEASE) continue;
    assert_null(t[i].tells);
    assert_int_equal(state_clock_runs(t[i].from), state_clock_runs(t[i].to));
    assert_false(state_is_final(t[i].to));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_action_leads_where_the_table_says),
      cmocka_unit_test(nobody_hands_over_with_a_wrong_original),
      cmocka_unit_test(a_wrong_original_stops_the_file),
      cmocka_unit_test(the_receiver_is_known_and_a_proxy_has_a_letter),
      cmocka_unit_test(one_owner_and_a_supervisor),
      cmocka_unit_test(what_is_open_holds_the_file),
      cmocka_unit_test(a_held_file_goes_back_to_where_it_was),
      cmocka_unit_test(every_code_reads_back),
      cmocka_unit_test(only_a_synchronisation_is_resolved_and_opens_again),
      cmocka_unit_test(no_dead_ends),
      cmocka_unit_test(who_has_a_file_stops_no_clock_and_tells_nobody),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
