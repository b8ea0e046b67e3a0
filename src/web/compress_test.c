#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "web/compress.h"

static void test_who_takes_it(void **state) {
  (void)state;
  static const struct {
    const char *header;
    bool taken;
  } rows[] = {
      {NULL, false},          {"", false},          {"gzip", true},          {"GZIP", true},
      {"gzip, br", true},     {"br,gzip;q=0.5", true}, {"gzip;q=0", false}, {"gzip; q=0.000, br", false},
      {"identity", false},    {"*", false},         {"x-gzip", false},       {"deflate, br", false},
      {"gzip ;q=0.001", true}, {",,gzip", true},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (compress_taken(str_of(rows[i].header)) != rows[i].taken) fail_msg("row %zu", i);
}

static str opened(struct arena *a, str gz, size_t max) {
  char *out = arena_alloc(a, max);
  size_t n = 0;
  struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
  assert_int_equal(libdeflate_gzip_decompress(d, gz.p, gz.n, out, max, &n), LIBDEFLATE_SUCCESS);
  libdeflate_free_decompressor(d);
  return (str){out, n};
}

static void test_pages_come_back(void **state) {
  (void)state;
  struct arena *a = arena_new(8 << 20);
  struct buf b = buf_new(a, 1 << 20);
  for (int i = 0; i < 2000; i++) buf_printf(&b, "<li class=\"link\"><a href=\"/layanan/%d\">Layanan %d</a></li>\n", i, i * i);
  for (int round = 0; round < 3; round++) {
    str gz, page = str_sub(buf_str(&b), 0, 2000 + (size_t)round * 40000);
    assert_true(compress_gzip(a, page, &gz));
    assert_true(gz.n < page.n / 2);
    assert_true(str_eq(opened(a, gz, page.n), page));
  }
  arena_free(a);
}

static void test_what_does_not_pay(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  char noise[5000];
  str gz;
  random_bytes(noise, sizeof noise);
  assert_false(compress_gzip(a, (str){noise, sizeof noise}, &gz));
  assert_false(compress_gzip(a, S("short"), &gz));
  memset(noise, 'a', sizeof noise);
  assert_true(compress_gzip(a, (str){noise, sizeof noise}, &gz)); /* the one that gave up works again */
  assert_int_equal(opened(a, gz, sizeof noise).n, sizeof noise);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_who_takes_it),
      cmocka_unit_test(test_pages_come_back),
      cmocka_unit_test(test_what_does_not_pay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
