/* The law as a table: one row a legal situation, and exactly the papers an office may insist on. The services are the
 * ones that ship (services/ of the source tree); when an office changes its own, its check is `loket service check`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/service_file.h"

struct row {
  const char *situation; /* with the rule that says so */
  const char *service;
  const char *answers; /* "question=choice question=choice"; what is not said is the usual */
  const char *needs;   /* mandatory requirement codes in the order of the file */
};

static const struct row rows[] = {
    {"ordinary birth: letter, marriage book, KK (Perpres 96/2018 art. 33)", "akta_kelahiran", "", "f201 skl nikah kk"},
};

static struct arena *arena;
static struct catalogue catalogue;

static int load(void **state) {
  (void)state;
  str problem = STR_NONE;
  arena = arena_new(32u << 20);
  enum err e = services_load(arena, "services", &catalogue, &problem);
  if (e) fail_msg(STR_FMT, STR_ARG(problem));
  return 0;
}

static int unload(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static struct answers answers_from(const struct service *s, const char *text) {
  struct answers a = answers_none();
  str rest = str_of(text), pair, question;
  while (rest.n && str_cut(&rest, ' ', &pair)) {
    str choice = pair;
    assert_true(str_cut(&choice, '=', &question));
    if (answers_set(s, &a, question, choice)) fail_msg("no answer " STR_FMT " in %s", STR_ARG(pair), text);
  }
  return a;
}

static str mandatory(const struct service *s, const struct answers *a, struct date today) {
  struct judgement j = service_judge(s, a, today);
  struct buf b = buf_new(arena, 4096);
  for (size_t i = 0; i < j.n; i++) {
    if (j.needs[i]->modes & MODE_OPTIONAL) continue;
    if (b.n) buf_byte(&b, ' ');
    buf_add(&b, j.needs[i]->code);
  }
  return buf_str(&b);
}

static const struct date today = {2026, 11, 23};

static void every_situation_needs_exactly_its_papers(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct service *s = catalogue_find(&catalogue, str_of(rows[i].service));
    if (!s) fail_msg("no service %s", rows[i].service);
    struct answers a = answers_from(s, rows[i].answers);
    str got = mandatory(s, &a, today);
    if (str_eq(got, str_of(rows[i].needs))) continue;
    print_error("%s (%s: %s)\n  needs    %s\n  but gave " STR_FMT "\n", rows[i].situation, rows[i].service,
                rows[i].answers, rows[i].needs, STR_ARG(got));
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void the_services_that_ship_have_no_finding(void **state) {
  (void)state;
  struct buf report = buf_new(arena, 64u << 10);
  size_t findings = 0;
  for (size_t i = 0; i < catalogue.n; i++) findings += service_lint(arena, &catalogue.services[i], &report);
  if (findings) fail_msg("\n" STR_FMT, STR_ARG(buf_str(&report)));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_situation_needs_exactly_its_papers),
                                     cmocka_unit_test(the_services_that_ship_have_no_finding)};
  return cmocka_run_group_tests(tests, load, unload);
}
