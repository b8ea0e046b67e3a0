/* base/zip: one file out of a ZIP that somebody sent. Bounded before a byte is unpacked: how large a part may be says the
 * caller; what unpacks to another size than it claims, is encrypted, split or damaged is refused. */
#pragma once
#include "base/base.h"

struct zip {
  str bytes;
  size_t directory, entries;
};
/* E_INPUT: no ZIP. */
enum err zip_open(str bytes, struct zip *ret);
/* By its whole name. E_NOTFOUND; E_LIMIT: larger than max; E_INPUT: damaged, or packed in a way nobody uses. */
enum err zip_part(struct arena *a, const struct zip *z, str name, size_t max, str *ret);
