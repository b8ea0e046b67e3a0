/* Whatever is taken as Upload-Metadata is UTF-8 under different keys, and says the same when it is written again. */
#include "net/tus.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

static void require(bool fact) {
  if (!fact) abort();
}

static str write_again(struct arena *a, const struct fields *f) {
  struct buf b = buf_new(a, (size_t)2 * TUS_METADATA_MAX);
  for (size_t i = 0; i < f->n; i++) {
    str value = base64_encode(a, f->at[i].value.p, f->at[i].value.n);
    buf_printf(&b, "%s" STR_FMT "%s" STR_FMT, i ? "," : "", STR_ARG(f->at[i].name), value.n ? " " : "", STR_ARG(value));
  }
  require(!b.full);
  return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t n) {
  struct arena *a = arena_new(16 << 20);
  str header = {(const char *)data, n};
  struct fields once, twice;
  struct tus_checksum sum;
  if (tus_metadata(a, header, &once) == E_OK) {
    require(once.n <= TUS_METADATA_PAIRS);
    require(tus_metadata(a, write_again(a, &once), &twice) == E_OK && twice.n == once.n);
    for (size_t i = 0; i < once.n; i++) {
      require(once.at[i].name.n && utf8_valid(once.at[i].value));
      require(str_eq(once.at[i].name, twice.at[i].name) && str_eq(once.at[i].value, twice.at[i].value));
      for (size_t k = 0; k < i; k++) require(!str_eq(once.at[i].name, once.at[k].name));
    }
  }
  if (tus_checksum(header, &sum) == E_OK) require(sum.n == (sum.hash == TUS_SHA1 ? 20 : SHA256_SIZE) || sum.hash == TUS_NO_HASH);
  arena_free(a);
  return 0;
}
