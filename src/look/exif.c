#include "look/exif.h"

#define TAG_MAKE 0x010f
#define TAG_ORIENTATION 0x0112

static u32 number(str s, size_t at, size_t n, bool big) {
  u32 v = 0;
  for (size_t i = 0; i < n; i++) v |= (u32)(u8)s.p[at + i] << 8 * (big ? n - 1 - i : i);
  return v;
}

struct exif exif_read(str block) {
  struct exif e = {.orientation = 1};
  bool big = str_starts(block, S("MM"));
  if (block.n < 14 || (!big && !str_starts(block, S("II"))) || number(block, 2, 2, big) != 42) return e;
  size_t at = number(block, 4, 4, big);
  if (at > block.n - 2) return e;
  size_t n = number(block, at, 2, big);
  for (at += 2; n > 0 && at + 12 <= block.n; n--, at += 12) {
    u32 tag = number(block, at, 2, big), type = number(block, at + 2, 2, big);
    u32 value = number(block, at + 8, 2, big);
    if (tag == TAG_ORIENTATION && type == 3 && value >= 1 && value <= 8) e.orientation = (int)value;
    if (tag == TAG_MAKE && type == 2 && number(block, at + 4, 4, big) > 1) e.camera = true;
  }
  return e;
}

/* The segments of a JPEG up to its picture. */
static str block_of_jpeg(str f) {
  for (size_t at = 2; at + 10 <= f.n && (u8)f.p[at] == 0xFF;) {
    u8 mark = (u8)f.p[at + 1];
    size_t n = number(f, at + 2, 2, true);
    if (mark == 0xDA || n < 2 || at + 2 + n > f.n) break;
    str inside = str_sub(f, at + 4, n - 2);
    if (mark == 0xE1 && str_starts(inside, S("Exif\0\0"))) return str_from(inside, 6);
    at += 2 + n;
  }
  return STR_NONE;
}

/* Chunks with a name and a length: PNG's behind its signature, WebP's behind its header. */
static str block_of_chunks(str f, size_t at, bool png) {
  while (at + 8 <= f.n) {
    size_t n = number(f, png ? at : at + 4, 4, png);
    str name = str_sub(f, png ? at + 4 : at, 4), inside = str_sub(f, at + 8, n);
    if (n > f.n - at - 8) break;
    if (str_eq(name, png ? S("eXIf") : S("EXIF"))) return str_starts(inside, S("Exif\0\0")) ? str_from(inside, 6) : inside;
    at += 8 + n + (png ? 4 : n % 2);
  }
  return STR_NONE;
}

struct exif exif_of(enum scan_type type, str file) {
  switch (type) {
    case SCAN_JPEG: return exif_read(block_of_jpeg(file));
    case SCAN_PNG: return exif_read(block_of_chunks(file, 8, true));
    case SCAN_WEBP: return exif_read(block_of_chunks(file, 12, false));
    case SCAN_TIFF: return exif_read(file);
    default: return (struct exif){.orientation = 1};
  }
}
