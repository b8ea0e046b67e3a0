#include "net/tus.h"

/* The bytes that base64 text of this length stands for; false when its length is none. */
static bool decoded_size(str text, size_t *ret) {
  if (text.n % 4) return false;
  size_t padding = str_ends(text, S("==")) ? 2 : str_ends(text, S("=")) ? 1 : 0;
  if (padding > text.n) return false;
  *ret = text.n / 4 * 3 - padding;
  return true;
}

/* base64_decode takes short secrets only; this goes through the text in blocks of whole groups. */
static bool decode_text(struct arena *a, str text, str *ret) {
  enum { BLOCK = 240 }; /* letters; 180 bytes */
  size_t n;
  if (!decoded_size(text, &n)) return false;
  char *out = arena_alloc(a, n + 1);
  for (size_t at = 0, done = 0; at < text.n; at += BLOCK) {
    str block = str_sub(text, at, BLOCK);
    size_t part;
    if (!decoded_size(block, &part) || !base64_decode(block, out + done, part)) return false;
    done += part;
  }
  *ret = (str){out, n};
  return true;
}

static bool good_key(str key) {
  for (size_t i = 0; i < key.n; i++)
    if ((u8)key.p[i] <= 0x20 || (u8)key.p[i] >= 0x7F) return false;
  return key.n > 0;
}

static enum err read_pair(struct arena *a, str pair, struct fields *f) {
  str value = pair, key, text = S("");
  str_cut(&value, ' ', &key);
  if (!good_key(key) || field_get(f, key).p) return E_INPUT;
  if (value.n && !decode_text(a, value, &text)) return E_INPUT;
  if (!utf8_valid(text)) return E_INPUT;
  f->at[f->n++] = (struct field){arena_str(a, key), text};
  return E_OK;
}

enum err tus_metadata(struct arena *a, str header, struct fields *ret) {
  struct fields f = {.at = arena_array(a, struct field, TUS_METADATA_PAIRS)};
  str rest = str_trim(header), pair;
  if (header.n > TUS_METADATA_MAX) return E_LIMIT;
  while (rest.n && str_cut(&rest, ',', &pair)) {
    if (f.n == TUS_METADATA_PAIRS) return E_LIMIT;
    TRY(read_pair(a, str_trim(pair), &f));
    if (rest.p && !rest.n) return E_INPUT; /* a comma with nothing behind it */
  }
  *ret = f;
  return E_OK;
}

enum err tus_checksum(str header, struct tus_checksum *ret) {
  static const struct {
    str name;
    enum tus_hash hash;
    size_t n;
  } hashes[] = {{{"sha1", 4}, TUS_SHA1, 20}, {{"sha256", 6}, TUS_SHA256, SHA256_SIZE}};
  struct tus_checksum c = {0};
  str rest = str_trim(header), name;
  if (!header.p) {
    *ret = c;
    return E_OK;
  }
  str_cut(&rest, ' ', &name);
  for (size_t i = 0; i < COUNT(hashes); i++) {
    if (!str_eq(name, hashes[i].name)) continue;
    c.hash = hashes[i].hash;
    c.n = hashes[i].n;
    if (!base64_decode(rest, c.sum, c.n)) return E_INPUT;
    *ret = c;
    return E_OK;
  }
  return E_INPUT;
}
