/* Any bytes as a list of regions and as what was typed: refused, or every place found is found again by its code. */
#include "domain/region.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 8192) return 0;
  struct arena *a = arena_new(64u << 20);
  str all = {(const char *)data, size}, typed;
  struct regions r;
  struct region_place found[4], again;
  size_t line, n, count;
  if (!str_cut(&all, '\0', &typed)) typed = S("");
  if (regions_parse(a, all.p ? all : typed, &r, &line) == E_OK) {
    n = regions_find(&r, a, &(struct region_query){.typed = typed}, found, COUNT(found), &count);
    for (size_t i = 0; i < n; i++)
      if (!region_written(a, &found[i]).n || (found[i].code.n == 13 && !regions_by_code(&r, a, found[i].code, &again))) abort();
    (void)regions_by_code(&r, a, typed, &again);
  }
  arena_free(a);
  return 0;
}
