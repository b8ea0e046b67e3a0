/* What a child that was taken over may leave in the shared memory: read or refused, and nothing in it points outside. */
#include <stdlib.h>

#include "scans/verdict.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  static char memory[sizeof(struct look_wire) + 4096];
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  struct verdict v;
  struct look_wire *w = (struct look_wire *)(void *)memory;
  memset(memory, 0, sizeof memory);
  memcpy(memory, data, size < sizeof memory ? size : sizeof memory);
  if (size && data[size - 1] & 1) w->magic = LOOK_MAGIC, w->version = LOOK_VERSION, w->finished = 1; /* past the first doors */
  if (verdict_read(a, (str){memory, sizeof memory}, &v) != E_OK) return 0;
  if (v.copy_count > LOOK_MAX_COPIES || v.read_count > LOOK_MAX_READ || v.problem >= LOOK_PROBLEMS || v.paper >= PAPER_KINDS) abort();
  for (size_t i = 0; i < v.copy_count; i++)
    if (v.copies[i].jpeg.p < memory || v.copies[i].jpeg.p + v.copies[i].jpeg.n > memory + sizeof memory) abort();
  for (size_t i = 0; i < v.read_count; i++)
    if (!utf8_valid(v.reads[i].text) || v.reads[i].text.n >= LOOK_TEXT) abort();
  return 0;
}
