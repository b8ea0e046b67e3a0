/* A line of the log of openings, as somebody may have written it into the file. */
#include <stdlib.h>

#include "scans/vault_log.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  struct sha256 before = {0};
  struct log_line_read l;
  str line = {(const char *)data, size};
  if (vault_log_parse(line, NULL, &l) && l.why.n + l.who.n + l.scan.n >= size) abort();
  if (vault_log_parse(line, &before, &l) && !vault_log_parse(line, NULL, &l)) abort();
  return 0;
}
