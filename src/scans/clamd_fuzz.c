/* What a clamd may answer: a name without blanks, or nothing is known. */
#include <stdlib.h>

#include "scans/clamd.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  CLEANUP(arena_freep) struct arena *a = arena_new(1u << 20);
  str virus;
  if (clamd_read_answer(a, (str){(const char *)data, size}, &virus) != E_OK) return 0;
  if (virus.n > 120 || !utf8_valid(virus) || str_find(virus, ' ') < virus.n) abort();
  return 0;
}
