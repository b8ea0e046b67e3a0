/* Notes of a phone: whatever they are, one of eight ways to turn comes out. */
#include <stdlib.h>

#include "look/exif.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  static const enum scan_type types[] = {SCAN_JPEG, SCAN_PNG, SCAN_WEBP, SCAN_TIFF, SCAN_HEIC};
  str file = {(const char *)data, size};
  for (size_t i = 0; i < COUNT(types); i++) {
    struct exif e = exif_of(types[i], file);
    if (e.orientation < 1 || e.orientation > 8) abort();
  }
  if (exif_read(file).orientation > 8) abort();
  return 0;
}
