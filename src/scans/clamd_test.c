/* What clamd says, and how it is asked: against a stand-in that speaks its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scans/clamd.h"

static void answers_are_read_strictly(void **state) {
  (void)state;
  static const struct {
    const char *answer, *virus; /* NULL: nothing is known */
  } rows[] = {
      {"stream: OK", ""},
      {"stream: OK\n", ""},
      {"stream: Win.Test.EICAR_HDB-1 FOUND", "Win.Test.EICAR_HDB-1"},
      {"stream: Eicar-Signature FOUND\n", "Eicar-Signature"},
      {"stream: FOUND", NULL},
      {"stream:  FOUND", NULL},
      {"stream: OK FOUND OK", NULL},
      {"stream: two words FOUND", NULL},
      {"stream: a\tb FOUND", NULL},
      {"INSTREAM size limit exceeded. ERROR", NULL},
      {"UNKNOWN COMMAND", NULL},
      {"", NULL},
      {"OK", NULL},
      {"stream: \xff\xfe FOUND", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    str virus = S("untouched");
    enum err e = clamd_read_answer(a, str_of(rows[i].answer), &virus);
    bool good = rows[i].virus ? e == E_OK && str_is(virus, rows[i].virus) : e == E_IO && str_eq(virus, S("untouched"));
    if (!good) fail_msg("%s: %s " STR_FMT, rows[i].answer, err_name(e), STR_ARG(virus));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(answers_are_read_strictly)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
