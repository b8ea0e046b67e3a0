#include "base/zip.h"

#include <libdeflate.h>

#define END_SIZE 22
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
#define MAX_COMMENT 65535
#define STORED 0
#define DEFLATED 8

static u32 u16_at(str s, size_t at) { return (u32)(u8)s.p[at] | (u32)(u8)s.p[at + 1] << 8; }
static u32 u32_at(str s, size_t at) { return u16_at(s, at) | u16_at(s, at + 2) << 16; }
static bool fits(str s, size_t at, size_t n) { return at <= s.n && n <= s.n - at; }

enum err zip_open(str bytes, struct zip *ret) {
  for (size_t back = END_SIZE; back <= bytes.n && back <= END_SIZE + MAX_COMMENT; back++) {
    size_t at = bytes.n - back;
    if (u32_at(bytes, at) != 0x06054b50) continue;
    size_t size = u32_at(bytes, at + 12), from = u32_at(bytes, at + 16);
    if (from > at || size > at - from) return E_INPUT;
    *ret = (struct zip){.bytes = bytes, .directory = from, .entries = u16_at(bytes, at + 10)};
    return E_OK;
  }
  return E_INPUT;
}

struct entry {
  u32 flags, method, sum;
  size_t packed, size, local;
};

static enum err find(const struct zip *z, str name, struct entry *ret) {
  size_t at = z->directory;
  for (size_t i = 0; i < z->entries; i++) {
    if (!fits(z->bytes, at, ENTRY_SIZE) || u32_at(z->bytes, at) != 0x02014b50) return E_INPUT;
    size_t name_n = u16_at(z->bytes, at + 28), rest = u16_at(z->bytes, at + 30) + u16_at(z->bytes, at + 32);
    if (!fits(z->bytes, at + ENTRY_SIZE, name_n + rest)) return E_INPUT;
    if (str_eq(str_sub(z->bytes, at + ENTRY_SIZE, name_n), name)) {
      *ret = (struct entry){.flags = u16_at(z->bytes, at + 8), .method = u16_at(z->bytes, at + 10), .sum = u32_at(z->bytes, at + 16),
                            .packed = u32_at(z->bytes, at + 20), .size = u32_at(z->bytes, at + 24), .local = u32_at(z->bytes, at + 42)};
      return E_OK;
    }
    at += ENTRY_SIZE + name_n + rest;
  }
  return E_NOTFOUND;
}

static bool unpack(str packed, char *out, size_t n) {
  struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
  if (!d) return false;
  enum libdeflate_result r = libdeflate_deflate_decompress(d, packed.p, packed.n, out, n, NULL); /* exactly n, or it fails */
  libdeflate_free_decompressor(d);
  return r == LIBDEFLATE_SUCCESS;
}

enum err zip_part(struct arena *a, const struct zip *z, str name, size_t max, str *ret) {
  struct entry e;
  TRY(find(z, name, &e));
  if (e.size > max) return E_LIMIT;
  bool plain = !(e.flags & 1) && (e.method == DEFLATED || (e.method == STORED && e.packed == e.size));
  if (!plain || !fits(z->bytes, e.local, LOCAL_SIZE) || u32_at(z->bytes, e.local) != 0x04034b50) return E_INPUT;
  size_t from = e.local + LOCAL_SIZE + u16_at(z->bytes, e.local + 26) + u16_at(z->bytes, e.local + 28);
  if (!fits(z->bytes, from, e.packed)) return E_INPUT;
  str packed = str_sub(z->bytes, from, e.packed);
  char *out = arena_alloc(a, e.size + 1);
  if (e.method == STORED) memcpy(out, packed.p, e.size);
  else if (!unpack(packed, out, e.size)) return E_INPUT;
  if (libdeflate_crc32(0, out, e.size) != e.sum) return E_INPUT;
  *ret = (str){out, e.size};
  return E_OK;
}
