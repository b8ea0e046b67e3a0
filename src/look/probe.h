/* look/probe: the test of the cage from inside. Only the program loket-look-probe of the tests has one: a "file" that begins with
 * PROBE names what shall be tried. In loket-look this is always false. */
#pragma once
#include "base/base.h"

#ifdef LOOK_PROBE
bool probe(str file, char *memory);
#else
static inline bool probe(str file, char *memory) {
  (void)file, (void)memory;
  return false;
}
#endif
