/* driver: a stranger's file, by its own first bytes, through its decoder and all that is done with the pixels. No cage here: what the sanitizers
 * see must be seen. Files are kept small, as the decoders' own sizes are bounded by the cage. */
#include <stdlib.h>

#include "look/look.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#define MOST_PIXELS 4000000 /* a fuzzer that fills the memory finds nothing */

static bool claims_too_much(enum scan_type type, str file) {
  const u8 *p = (const u8 *)file.p;
  if (type != SCAN_PNG || file.n < 24) return false;
  u64 w = (u64)p[16] << 24 | (u64)p[17] << 16 | (u64)p[18] << 8 | p[19], h = (u64)p[20] << 24 | (u64)p[21] << 16 | (u64)p[22] << 8 | p[23];
  return w * h > MOST_PIXELS;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  static char *memory;
  static bool prepared;
  struct inspect s;
  struct verdict v;
  str file = {(const char *)data, size};
  if (!prepared) decode_prepare();
  prepared = true;
  if (!memory) memory = malloc(LOOK_OUTPUT);
  if (!memory) return 0;
  memset(memory, 0, sizeof(struct look_wire));
  inspect_init(&s);
  inspect_piece(&s, file);
  if (s.type == SCAN_NONE || claims_too_much(s.type, file)) return 0;
  look_at(s.type, file, false, memory);
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  if (verdict_read(a, (str){memory, LOOK_OUTPUT}, &v) != E_OK) abort(); /* what we write ourselves, we believe */
  return 0;
}
