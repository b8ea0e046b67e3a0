/* ops/setup: what `loket init` does. May be repeated: what is there stays. */
#pragma once
#include "office/office.h"

struct setup_report {
  bool keys_made;
  int from, to; /* versions of the store; equal: nothing was to do */
  size_t services;
  i64 officers;
};
/* Makes the folders, keys and store of a configuration, and opens all of it once. ret_problem: one line, when not E_OK.
 */
enum err setup(struct arena *a, const struct config *config, struct setup_report *ret_report, str *ret_problem);
