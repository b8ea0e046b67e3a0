/* Any bytes as the file that comes back from the centre: every line is judged, and none outside the batch is believed. */
#include "office/sync.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 32768) return 0;
  struct arena *a = arena_new(256u << 20);
  const struct sync_proposal rows[] = {{.id = 1, .row = 1, .number = S("MTR-7K4P-2Q9X")}, {.id = 2, .row = 2, .number = S("MTR-AAAA-AAA2")}};
  struct ctx c = {.arena = a, .lang = LANG_ID};
  struct sync_reading r;
  sync_read_back(&c, (str){(const char *)data, size}, rows, COUNT(rows), &r);
  if (r.problem.n == 0 && r.n == 0) abort();
  size_t good = 0;
  for (size_t i = 0; i < r.n; i++) {
    const struct sync_back *b = &r.rows[i];
    if (b->problem.n) continue;
    good++;
    if (b->of != &rows[0] && b->of != &rows[1]) abort();
    if (b->line < 2) abort();
  }
  if (good > COUNT(rows) || good + r.bad != r.n) abort();
  arena_free(a);
  return 0;
}
