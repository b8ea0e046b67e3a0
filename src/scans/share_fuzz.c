/* What people type as a share of the office's key: read or refused; what was read is written again as the same share. */
#include <stdlib.h>

#include "scans/escrow.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  struct key_share s, again;
  char text[SHARE_TEXT_MOST];
  if (share_read((str){(const char *)data, size}, &s) != E_OK) return 0;
  size_t n = share_text(&s, text);
  if (share_read((str){text, n}, &again) != E_OK || memcmp(&s, &again, sizeof s) != 0) abort();
  return 0;
}
