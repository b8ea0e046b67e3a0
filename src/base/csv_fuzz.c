/* Any bytes as a table: refused with a line, or cells that write and read back as they were. */
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void again(struct arena *a, const struct csv *t) {
  struct buf b = buf_new(a, 4u << 20);
  for (size_t i = 0; i < t->n; i++)
    for (size_t k = 0; k < t->columns; k++) {
      csv_cell(&b, t->rows[i].cells[k]);
      buf_byte(&b, k + 1 < t->columns ? ',' : '\n');
    }
  struct csv back;
  enum csv_problem problem;
  int line;
  bool lone = t->columns == 1; /* an empty cell alone is an empty line */
  if (lone || b.full || buf_str(&b).n > MAX_CSV_TEXT) return;
  if (csv_read(a, buf_str(&b), t->n, &back, &problem, &line) != E_OK || back.n != t->n || back.columns != t->columns) abort();
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 32768) return 0;
  struct arena *a = arena_new(256u << 20);
  struct csv t;
  enum csv_problem problem = CSV_FINE;
  int line = 0;
  enum err e = csv_read(a, (str){(const char *)data, size}, 500, &t, &problem, &line);
  if (e == E_OK) again(a, &t);
  else if (problem == CSV_FINE || line < 1) abort();
  arena_free(a);
  return 0;
}
