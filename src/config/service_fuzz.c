/* Any bytes as a service file: refused with a problem, or a service that can be checked, asked and judged. */
#include "config/service_file.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void use(struct arena *a, const struct service *s) {
  struct buf report = buf_new(a, 1u << 20);
  (void)service_lint(a, s, &report);
  struct answers given = answers_none();
  for (const struct question *q; (q = service_next_question(s, &given));)
    if (answers_set(s, &given, q->code, q->choices[q->choice_count - 1].code)) abort();
  struct judgement j = service_judge(s, &given, (struct date){2026, 11, 23});
  if (j.n > s->requirement_count) abort();
  struct catalogue one = {s, 1};
  (void)catalogue_by_word(&one, s->label.in[LANG_ID]);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 32768) return 0;
  struct arena *a = arena_new(128u << 20);
  struct service s;
  str problem = STR_NONE;
  if (service_parse(a, S("fuzz.yaml"), (str){(const char *)data, size}, &s, &problem) == E_OK)
    use(a, &s);
  else if (problem.n == 0)
    abort();
  arena_free(a);
  return 0;
}
