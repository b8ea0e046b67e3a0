/* Any bytes as a calendar file: holidays, or a line that says what is wrong. */
#include "config/holidays_file.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  struct arena *a = arena_new(64u << 20);
  struct holiday_entry *list = arena_array(a, struct holiday_entry, MAX_HOLIDAYS);
  size_t n, skipped;
  str problem = STR_NONE;
  enum err e = holidays_parse(a, (str){(const char *)data, size}, list, MAX_HOLIDAYS, &n, &skipped, &problem);
  if (e != E_OK && !problem.n) abort();
  for (size_t i = 0; e == E_OK && i < n; i++)
    if (!list[i].name.n || !list[i].uid.n || !date_valid(list[i].from) || date_days(list[i].to) < date_days(list[i].from)) abort();
  arena_free(a);
  return 0;
}
