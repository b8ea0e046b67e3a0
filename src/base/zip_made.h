/* base/zip_made: small ZIPs for tests and fuzzing. */
#pragma once
#include <libdeflate.h>

#include "base/base.h"

struct zip_made_part {
  const char *name;
  str bytes;
  bool packed;
  size_t claims; /* a size it does not have; 0: the true one */
};

static inline void made_number(struct buf *b, u32 v, int bytes) {
  for (int i = 0; i < bytes; i++) buf_byte(b, (char)(v >> (8 * i)));
}

/* Of both headers: flags, method, time, sum, sizes, length of the name. */
static inline void made_heading(struct buf *b, const struct zip_made_part *p, str packed) {
  made_number(b, p->packed ? 8 : 0, 4 - 2);
  made_number(b, 0, 4);
  made_number(b, libdeflate_crc32(0, p->bytes.p, p->bytes.n), 4);
  made_number(b, (u32)packed.n, 4);
  made_number(b, (u32)(p->claims ? p->claims : p->bytes.n), 4);
  made_number(b, (u32)strlen(p->name), 2);
  made_number(b, 0, 2);
}

static inline str made_packed(struct arena *a, const struct zip_made_part *p) {
  if (!p->packed) return p->bytes;
  struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
  size_t max = libdeflate_deflate_compress_bound(z, p->bytes.n);
  char *out = arena_alloc(a, max);
  size_t n = libdeflate_deflate_compress(z, p->bytes.p, p->bytes.n, out, max);
  libdeflate_free_compressor(z);
  return (str){out, n};
}

static inline str zip_made(struct arena *a, const struct zip_made_part *parts, size_t n) {
  struct buf b = buf_new(a, 8u << 20), directory = buf_new(a, 64u << 10);
  for (size_t i = 0; i < n; i++) {
    u32 local = (u32)b.n;
    str packed = made_packed(a, &parts[i]);
    buf_add(&b, (str){"PK\x03\x04\x14\0\0\0", 8});
    made_heading(&b, &parts[i], packed);
    buf_add(&b, str_of(parts[i].name));
    buf_add(&b, packed);
    buf_add(&directory, (str){"PK\x01\x02\x14\0\x14\0\0\0", 10});
    made_heading(&directory, &parts[i], packed);
    made_number(&directory, 0, 4);
    made_number(&directory, 0, 4);
    made_number(&directory, 0, 2);
    made_number(&directory, local, 4);
    buf_add(&directory, str_of(parts[i].name));
  }
  u32 from = (u32)b.n;
  buf_add(&b, buf_str(&directory));
  buf_add(&b, (str){"PK\x05\x06\0\0\0\0", 8});
  made_number(&b, (u32)n, 2);
  made_number(&b, (u32)n, 2);
  made_number(&b, (u32)directory.n, 4);
  made_number(&b, from, 4);
  made_number(&b, 0, 2);
  return buf_str(&b);
}
