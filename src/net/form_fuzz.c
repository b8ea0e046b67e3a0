/* Whatever form_decode takes can be written and read again with the same meaning. */
#include "net/form.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

#define MAX_FIELDS 50

static void require(bool fact) {
  if (!fact) abort();
}

static str write_again(struct arena *a, const struct fields *f, size_t max) {
  struct buf b = buf_new(a, max);
  for (size_t i = 0; i < f->n; i++) {
    buf_add(&b, percent_encode(a, f->at[i].name));
    buf_byte(&b, '=');
    buf_add(&b, percent_encode(a, f->at[i].value));
    buf_byte(&b, '&');
  }
  require(!b.full);
  return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t n) {
  struct arena *a = arena_new(64 << 20);
  struct fields once, twice;
  if (form_decode(a, (str){(const char *)data, n}, MAX_FIELDS, &once) == E_OK) {
    require(once.n <= MAX_FIELDS);
    str again = write_again(a, &once, n * 3 + (size_t)2 * MAX_FIELDS);
    require(form_decode(a, again, MAX_FIELDS, &twice) == E_OK && twice.n == once.n);
    for (size_t i = 0; i < once.n; i++) {
      require(utf8_valid(once.at[i].name) && utf8_valid(once.at[i].value));
      require(str_eq(once.at[i].name, twice.at[i].name) && str_eq(once.at[i].value, twice.at[i].value));
    }
  }
  arena_free(a);
  return 0;
}
