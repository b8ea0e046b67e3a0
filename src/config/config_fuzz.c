/* Any bytes as loket.yaml: taken or refused with a line for the IT person, never worse. What is taken can be shown. */
#include "config/config.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  str text = {(const char *)data, size};
  if (size > 16384 || str_has(text, S("@"))) return 0; /* "@/path" would read files of this machine */
  struct arena *a = arena_new(64u << 20);
  struct config c;
  str problem = STR_NONE;
  if (config_parse(a, "loket.yaml", text, &c, &problem) == E_OK) {
    if (config_show(a, &c).n == 0) abort();
  } else if (problem.n == 0)
    abort();
  arena_free(a);
  return 0;
}
