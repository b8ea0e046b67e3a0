/* The cage, from inside and from outside: what a child that was taken over tries fails, and one that crashes, loops or lies costs one verdict.
 *   cage_test LOKET-LOOK-PROBE LOKET-LOOK */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/resource.h>

#include "papers.h"
#include "scans/looker.h"

static struct arena *arena;
static struct looker *probing, *looking;

static int prepare(void **state) {
  (void)state;
  arena = arena_new(64u << 20);
  return 0;
}

static struct verdict probed(const char *what, enum scan_type type) {
  struct verdict v = {0};
  str file = arena_printf(arena, "PROBE %s", what);
  assert_int_equal(looker_look_at(probing, arena, type, file, &v), E_OK);
  return v;
}

static void nothing_can_be_reached(void **state) {
  (void)state;
  static const char *const attempts[] = {"read_file", "write_file", "old_open", "socket", "fork", "exec", "other_scan", "kill", "code", "write"};
  for (size_t t = 0; t < 2; t++)
    for (size_t i = 0; i < COUNT(attempts); i++) {
      struct verdict v = probed(attempts[i], t ? SCAN_PDF : SCAN_JPEG);
      assert_int_equal(v.problem, LOOK_FINE);
      assert_int_equal(v.read_count, 1);
      if (!str_eq(v.reads[0].text, S("refused"))) fail_msg("%s of a %s: " STR_FMT, attempts[i], t ? "PDF" : "photo", STR_ARG(v.reads[0].text));
    }
}

static void no_call_but_memory_and_ending_answers(void **state) {
  (void)state;
  struct verdict v = probed("all", SCAN_JPEG);
  assert_true(v.read_count == 1 && str_eq(v.reads[0].text, S("refused")));
}

static str good_photo(void) {
  struct paper_truth truth;
  struct picture p = paper_draw(PAPER_KTP, 1, &truth);
  u8 *bytes = arena_alloc(arena, 4u << 20);
  size_t n = picture_jpeg(&p, 80, bytes, 4u << 20);
  picture_free(&p);
  return (str){(const char *)bytes, n};
}

/* What went wrong is told of that file, and the next one is looked at as if nothing had been. */
static void costs_one_verdict(const char *what, enum look_problem wanted) {
  struct verdict v = probed(what, SCAN_JPEG), next;
  if (v.problem != wanted) fail_msg("%s: %s, not %s", what, look_problem_code(v.problem), look_problem_code(wanted));
  assert_int_equal(v.copy_count, 0);
  assert_int_equal(looker_look_at(probing, arena, SCAN_JPEG, good_photo(), &next), E_OK);
  assert_int_equal(next.problem, LOOK_FINE);
  assert_int_equal(next.copy_count, 2);
}

static void a_crash_costs_one_verdict(void **state) {
  (void)state;
  costs_one_verdict("crash", LOOK_CRASHED);
}

static void a_loop_costs_one_verdict_and_its_time(void **state) {
  (void)state;
  i64 start = clock_monotonic_us();
  costs_one_verdict("loop", LOOK_TOO_LONG);
  assert_true(clock_monotonic_us() - start < 30 * 1000000);
}

static void memory_is_bounded(void **state) {
  (void)state;
  struct verdict v = probed("memory", SCAN_JPEG);
  assert_true(v.problem != LOOK_FINE || str_eq(v.reads[0].text, S("refused")));
  struct rusage of_children;
  getrusage(RUSAGE_CHILDREN, &of_children);
  assert_true(of_children.ru_maxrss < 1200 * 1024);
}

static void lies_are_noticed(void **state) {
  (void)state;
  static const char *const lies[] = {"lie_far", "lie_long", "lie_inside", "lie_many", "lie_score", "lie_page", "lie_text", "lie_no_jpeg"};
  for (size_t i = 0; i < COUNT(lies); i++) costs_one_verdict(lies[i], LOOK_CRASHED);
}

/* The program of the house has no such door: the words are a broken JPEG. */
static void the_real_program_has_no_probe(void **state) {
  (void)state;
  struct verdict v;
  assert_int_equal(looker_look_at(looking, arena, SCAN_JPEG, S("PROBE read_file"), &v), E_OK);
  assert_int_equal(v.problem, LOOK_BROKEN);
  assert_int_equal(v.read_count, 0);
}

static void without_its_program_nothing_is_said_of_a_file(void **state) {
  (void)state;
  struct verdict v;
  struct looker *l;
  struct looker_options o = {.program = "/nonexistent/loket-look", .cpu_seconds = 2, .wall_seconds = 4};
  assert_int_equal(looker_new(&o, &l), E_OK);
  assert_int_equal(looker_look_at(l, arena, SCAN_JPEG, S("x"), &v), E_IO); /* nothing is known of the file: not its fault */
  assert_true(strlen(looker_why(l)) > 0);
  looker_free(l);
}

int main(int argc, char **argv) {
  struct looker_options o = {.cpu_seconds = 2, .wall_seconds = 8};
  if (argc < 3) return 2;
  o.program = argv[1];
  if (looker_new(&o, &probing) != E_OK) return 2;
  o.program = argv[2];
  if (looker_new(&o, &looking) != E_OK) return 2;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_can_be_reached), cmocka_unit_test(no_call_but_memory_and_ending_answers),
      cmocka_unit_test(a_crash_costs_one_verdict), cmocka_unit_test(a_loop_costs_one_verdict_and_its_time),
      cmocka_unit_test(memory_is_bounded), cmocka_unit_test(lies_are_noticed), cmocka_unit_test(the_real_program_has_no_probe),
      cmocka_unit_test(without_its_program_nothing_is_said_of_a_file),
  };
  int failed = cmocka_run_group_tests(tests, prepare, NULL);
  looker_free(probing);
  looker_free(looking);
  arena_free(arena);
  return failed;
}
