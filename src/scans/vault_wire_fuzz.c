/* What a caller says to the vault: read or refused, and what was read is written again as the same bytes. */
#include <stdlib.h>

#include "scans/vault_wire.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  static u8 again[VAULT_MESSAGE];
  struct vault_request r;
  enum err said;
  str body, bytes = {(const char *)data, size};
  if (vault_read_answer(bytes, &said, &body) == E_OK && body.n + 1 != size) abort();
  if (size > VAULT_MESSAGE || vault_read_request(bytes, &r) != E_OK) return 0;
  if (vault_write_request(&r, again, sizeof again) != size || memcmp(again, data, size) != 0) abort();
  return 0;
}
